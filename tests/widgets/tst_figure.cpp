// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "tests/support/full_disk.h"
#include "tests/support/widget_test.h"
#include "widgets/viewer/figure.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace duoscope;

namespace {

FigurePanel panel(QRgb colour, int width = 160, int height = 120)
{
    FigurePanel made;
    made.caption = "Fused f₅";
    made.picture = QImage(width, height, QImage::Format_RGB32);
    made.picture.fill(colour);
    made.hasBar = true;
    return made;
}

class TestFigure : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sizeIsThatAskedFor()
    {
        FigureOptions options;
        options.width = 101.6; // four inches
        options.dpi = 100;
        options.columns = 2;
        const QString file = m_folder.filePath("figure.png");
        writeFigure(file, {panel(qRgb(200, 0, 0)), panel(qRgb(0, 200, 0)), panel(qRgb(0, 0, 200))}, options);
        const QImage figure(file);
        QCOMPARE(figure.width(), 400);
        QCOMPARE(qRound(figure.dotsPerMeterX() * 0.0254), 100);
        // Each panel's colour lies in the middle of its quarter; the fourth is empty paper.
        const int x = figure.width() / 4;
        const int y = figure.height() / 4;
        QCOMPARE(figure.pixelColor(x, y), QColor(200, 0, 0));
        QCOMPARE(figure.pixelColor(3 * x, y), QColor(0, 200, 0));
        QCOMPARE(figure.pixelColor(x, 3 * y), QColor(0, 0, 200));
        QCOMPARE(figure.pixelColor(3 * x, 3 * y), QColor(Qt::white));
    }

    void barsHoldTheColoursOfTheirMap()
    {
        FigurePanel one = panel(qRgb(128, 128, 128));
        one.map = ColourMapName::BlueWhiteRed;
        FigureOptions options;
        options.columns = 1;
        options.captions = false;
        const QImage with = figurePreview({one}, options, 720);
        bool blue = false;
        bool red = false;
        for (int x = 0; x < with.width(); ++x) {
            const QColor colour = with.pixelColor(x, with.height() - 10); // 2.5 mm above the foot
            blue = blue || colour.blue() > colour.red() + 60;
            red = red || colour.red() > colour.blue() + 60;
        }
        QVERIFY(blue && red);
        options.bars = false;
        QVERIFY(figurePreview({one}, options, 720).height() < with.height());
    }

    void insetShowsThePlaceMagnified()
    {
        FigurePanel one = panel(qRgb(10, 10, 10), 100, 100);
        for (int y = 70; y < 80; ++y)
            for (int x = 70; x < 80; ++x)
                one.picture.setPixel(x, y, qRgb(0, 250, 0));
        FigureOptions options;
        options.columns = 1;
        options.captions = false;
        options.bars = false;
        const auto green = [&] {
            const QImage image = figurePreview({one}, options, 500);
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x)
                    count += image.pixelColor(x, y).green() > 200 && image.pixelColor(x, y).red() < 100;
            return count;
        };
        const int without = green();
        options.inset = QPointF(0.75, 0.75);
        options.magnification = 3;
        const int with = green();
        // Ten of the twelve pixels across are green, three times as large: nine times the area more.
        QVERIFY2(with > 9 * without && with < 11 * without, qPrintable(QString::number(double(with) / without)));
    }

    void vectorsAreVectors()
    {
        for (const char* name : {"figure.pdf", "figure.svg"}) {
            const QString file = m_folder.filePath(name);
            writeFigure(file, {panel(qRgb(1, 2, 3))}, {});
            QFile written(file);
            QVERIFY(written.open(QIODevice::ReadOnly));
            const QByteArray bytes = written.readAll();
            QVERIFY(bytes.startsWith("%PDF") || (bytes.contains("<svg") && bytes.contains("<text")));
        }
    }

    void whatCannotBe()
    {
        const auto message = [](auto action) -> QString {
            try {
                action();
            } catch (const Error& error) {
                return error.what();
            }
            return {};
        };
        QVERIFY(message([&] { writeFigure(m_folder.filePath("a.png"), {}, {}); }).contains("no pane"));
        QVERIFY(message([&] { writeFigure(m_folder.filePath("a.bmp"), {panel(0)}, {}); }).contains("PNG, PDF or SVG"));
        QVERIFY(message([&] { writeFigure("/nowhere/a.pdf", {panel(0)}, {}); }).contains("/nowhere/a.pdf"));
        QVERIFY(!QFile::exists(m_folder.filePath("a.bmp")));
    }

    void fullDisk()
    {
        for (const char* name : {"figure.png", "figure.pdf", "figure.svg"}) {
            QTemporaryDir folder;
            const QString file = folder.filePath(name);
            QString sentence;
            {
                const test::FullDisk full(512);
                try {
                    writeFigure(file, {panel(qRgb(1, 2, 3))}, {});
                } catch (const Error& error) {
                    sentence = error.what();
                }
            }
            QVERIFY2(sentence.contains(file) && sentence.contains("has room"), qPrintable(sentence));
            QVERIFY2(QDir(folder.path()).isEmpty(QDir::Files), "nothing half-written stays");
        }
    }

private:
    QTemporaryDir m_folder;
};

} // namespace

DUOSCOPE_WIDGET_TEST_MAIN(TestFigure)
#include "tst_figure.moc"
