// SPDX-License-Identifier: GPL-3.0-or-later
// Geometry of the viewer: zoom and pan keep the picture under the pointer, in all linked canvases.
#include "tests/support/widget_test.h"
#include "widgets/viewer/picture_canvas.h"

#include <QPainter>
#include <QTest>
#include <QWheelEvent>

using namespace duoscope;

namespace {

QImage chequers(int width, int height)
{
    QImage image(width, height, QImage::Format_RGB32);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            image.setPixel(x, y, (x + y) % 2 ? 0xffffffff : 0xff000000);
    return image;
}

void turnWheel(QWidget& widget, QPointF position, int steps)
{
    QWheelEvent event(position, widget.mapToGlobal(position), {}, {0, 120 * steps}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

void movePointer(QWidget& widget, QPointF position)
{
    QMouseEvent event(QEvent::MouseMove, position, widget.mapToGlobal(position), Qt::NoButton, Qt::NoButton,
                      Qt::NoModifier);
    QCoreApplication::sendEvent(&widget, &event);
}

bool isNear(QPointF a, QPointF b, double tolerance = 1e-6) { return (a - b).manhattanLength() < tolerance; }

class TestPictureCanvas : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<ViewState>();
        m_canvas = std::make_unique<PictureCanvas>();
        m_canvas->resize(400, 300);
        m_canvas->setView(m_view.get());
        m_canvas->setImage(chequers(640, 240));
        m_canvas->show();
    }
    void cleanup()
    {
        m_canvas.reset(); // before its view
        m_view.reset();
    }

    void fitAndFill()
    {
        QCOMPARE(m_canvas->zoom(), 400.0 / 640);
        QVERIFY(isNear(m_canvas->fromPicture({0, 0}), {0, (300 - 240 * 400.0 / 640) / 2}));
        m_view->setFit(ViewState::Fit::Fill);
        QCOMPARE(m_canvas->zoom(), 300.0 / 240);
        m_canvas->resize(800, 300); // follows the size
        QCOMPARE(m_canvas->zoom(), 1.25);
    }

    void mapsThereAndBack()
    {
        m_view->setFree(3.7, {0.3, 0.6});
        const QPointF place(123.25, 77.5);
        QVERIFY(isNear(m_canvas->fromPicture(m_canvas->toPicture(place)), place));
        QVERIFY(isNear(m_canvas->toPicture({200, 150}), {0.3 * 640, 0.6 * 240}));
    }

    void wheelKeepsThePointUnderThePointer()
    {
        PictureCanvas other;
        other.resize(300, 500);
        other.setView(m_view.get());
        other.setImage(chequers(640, 240));
        const QPointF pointer(310, 120);
        for (const int steps : {1, 3, -2, 8, -4}) {
            const QPointF before = m_canvas->toPicture(pointer);
            turnWheel(*m_canvas, pointer, steps);
            QVERIFY(isNear(m_canvas->toPicture(pointer), before, 1e-6));
            QCOMPARE(other.zoom(), m_canvas->zoom()); // linked
            QVERIFY(isNear(other.toPicture({150, 250}), m_canvas->toPicture({200, 150})));
        }
    }

    void zoomHasLimits()
    {
        turnWheel(*m_canvas, {200, 150}, 100);
        QCOMPARE(m_view->zoom(), 256.0);
        turnWheel(*m_canvas, {200, 150}, -1000);
        QCOMPARE(m_view->zoom(), 1.0 / 64);
    }

    void otherSizesLinkByRelativePosition()
    {
        PictureCanvas half;
        half.resize(400, 300);
        half.setView(m_view.get());
        half.setImage(chequers(320, 120));
        m_view->setCursor(QPointF(0.5 + 1e-3, 0.25 + 1e-3));
        QCOMPARE(m_canvas->cursorPixel(), QPoint(320, 60));
        QCOMPARE(half.cursorPixel(), QPoint(160, 30));
    }

    void pointerReadsTheExactPixel()
    {
        m_view->setFree(40, {0.5, 0.5});
        movePointer(*m_canvas, m_canvas->fromPicture(QPointF(321, 118) + QPointF(0.99, 0.01)));
        QCOMPARE(m_canvas->cursorPixel(), QPoint(321, 118));
        movePointer(*m_canvas, m_canvas->fromPicture(QPointF(322, 119) + QPointF(0.01, 0.99)));
        QCOMPARE(m_canvas->cursorPixel(), QPoint(322, 119));
        m_view->setFit(ViewState::Fit::Inside);
        movePointer(*m_canvas, {200, 2}); // above the picture
        QVERIFY(!m_canvas->cursorPixel());
    }

    void pixelsAreSquaresAboveOneHundredPercent()
    {
        m_view->setFree(16, {300.0 / 640, 100.0 / 240});
        // Places within one pixel have one colour, and it is that of the picture: nothing is interpolated.
        const QImage image = m_canvas->grab().toImage();
        const QPointF start = m_canvas->fromPicture({300, 100});
        const QRgb expected = m_canvas->image().pixel(300, 100);
        for (const QPointF inside : {QPointF(2, 2), QPointF(13, 2), QPointF(13, 13), QPointF(8, 8)})
            QCOMPARE(image.pixel((start + inside).toPoint()), expected);
    }

    void smallPicturesAreMeans()
    {
        m_view->setFree(0.125, {0.5, 0.5}); // a chequered board seen from far away is gray
        const QImage shot = m_canvas->grab().toImage();
        QVERIFY(std::abs(qGray(shot.pixel(200, 150)) - 127) < 6);
    }

    void keysPanAndMoveTheCrosshair()
    {
        m_view->setFree(2, {0.5, 0.5});
        m_canvas->setFocus();
        QTest::keyClick(m_canvas.get(), Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(isNear(m_view->centre(), {0.5 + 16.0 / 640, 0.5}));
        m_view->setCursor(QPointF(100.5 / 640, 50.5 / 240));
        QTest::keyClick(m_canvas.get(), Qt::Key_Left, Qt::ControlModifier);
        QTest::keyClick(m_canvas.get(), Qt::Key_Down, Qt::ControlModifier);
        QCOMPARE(m_canvas->cursorPixel(), QPoint(99, 51));
        for (int i = 0; i < 60; ++i)
            QTest::keyClick(m_canvas.get(), Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(m_canvas->cursorPixel(), QPoint(99, 0)); // not beyond the picture
    }

    void curtainIsDragged()
    {
        m_canvas->setCurtainImage(chequers(640, 240));
        QTest::mousePress(m_canvas.get(), Qt::LeftButton, {}, {200, 150});
        QTest::mouseMove(m_canvas.get(), {100, 150});
        QTest::mouseRelease(m_canvas.get(), Qt::LeftButton, {}, {100, 150});
        QCOMPARE(m_canvas->curtain(), 0.25);
        QVERIFY(m_view->fit() == ViewState::Fit::Inside); // nothing was panned
    }

    void emptyCanvasesDoNoHarm()
    {
        m_canvas->setImage({});
        m_canvas->setPlaceholder("Nothing", "Open something");
        turnWheel(*m_canvas, {10, 10}, 1);
        QTest::mouseMove(m_canvas.get(), {20, 20});
        QVERIFY(!m_canvas->cursorPixel());
        QVERIFY(!m_canvas->grab().isNull());
    }

private:
    std::unique_ptr<ViewState> m_view;
    std::unique_ptr<PictureCanvas> m_canvas;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestPictureCanvas)
#include "tst_picture_canvas.moc"
