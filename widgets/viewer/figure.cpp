// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/viewer/figure.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "widgets/bridge/colour_map.h"
#include "widgets/bridge/layer_text.h"
#include "widgets/bridge/text.h"
#include "widgets/viewer/compare_grid.h"

#include <QApplication>
#include <QBuffer>
#include <QFileInfo>
#include <QMarginsF>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

// Lengths in millimetres, as a page has them.
constexpr double kGap = 2;
constexpr double kCaption = 5;
constexpr double kBar = 5;
constexpr double kMillimetresPerInch = 25.4;
constexpr int kVectorDpi = 600; ///< of PDF: how finely positions are given, not how finely pictures are

/// Where everything lies, in millimetres.
struct Layout {
    int columns = 1;
    double panelWidth = 0;
    std::vector<double> rowTops; ///< one more than there are rows: the last is the figure's height plus a gap
    std::vector<double> pictureHeights;
    QSizeF size;
};

Layout layoutOf(const std::vector<FigurePanel>& panels, const FigureOptions& options)
{
    Layout layout;
    layout.columns = std::clamp(options.columns, 1, static_cast<int>(panels.size()));
    layout.panelWidth = (options.width - kGap * (layout.columns - 1)) / layout.columns;
    double y = 0;
    for (std::size_t first = 0; first < panels.size(); first += static_cast<std::size_t>(layout.columns)) {
        double tallest = 0;
        for (std::size_t i = first; i < std::min(panels.size(), first + static_cast<std::size_t>(layout.columns)); ++i)
            tallest = std::max(tallest, layout.panelWidth * panels[i].picture.height() / panels[i].picture.width());
        layout.rowTops.push_back(y);
        layout.pictureHeights.push_back(tallest);
        y += tallest + (options.captions ? kCaption : 0) + (options.bars ? kBar : 0) + kGap;
    }
    layout.rowTops.push_back(y);
    layout.size = QSizeF(options.width, y - kGap);
    return layout;
}

QFont figureFont(double millimetres)
{
    QFont font = QApplication::font();
    font.setPixelSize(std::max(1, qRound(millimetres * 100)));
    return font;
}

/// Text of a height in millimetres; painters scale, and fonts have whole pixels, so it is drawn a hundred times larger.
void drawText(QPainter& painter, const QRectF& place, int alignment, const QString& text, double height)
{
    painter.save();
    painter.translate(place.topLeft());
    painter.scale(0.01, 0.01);
    painter.setFont(figureFont(height));
    const QRectF large(0, 0, place.width() * 100, place.height() * 100);
    painter.drawText(large, alignment, QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, large.width()));
    painter.restore();
}

void drawBar(QPainter& painter, const QRectF& place, const FigurePanel& panel)
{
    const double side = std::min(16.0, place.width() / 3);
    const QRectF strip(place.left() + side, place.center().y() - 1, place.width() - 2 * side, 2);
    const auto& colours = colourMap(panel.map);
    // Stripes rather than a gradient, which readers of PDF and SVG interpolate in ways of their own.
    for (int i = 0; i < 256; ++i)
        painter.fillRect(
            QRectF(strip.left() + strip.width() * i / 256, strip.top(), strip.width() / 256 + 0.02, strip.height()),
            QColor(colours[static_cast<std::size_t>(i)]));
    painter.setPen(QPen(Qt::black, 0.1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(strip);
    const auto end = [](double value) { return value == std::round(value) ? fixedText(value, 0) : valueText(value); };
    drawText(painter, QRectF(place.left(), place.top(), side - 0.6, place.height()), Qt::AlignRight | Qt::AlignVCenter,
             end(panel.range.low), 2.2);
    drawText(painter, QRectF(strip.right() + 0.6, place.top(), side - 0.6, place.height()),
             Qt::AlignLeft | Qt::AlignVCenter, end(panel.range.high) + (panel.unit.isEmpty() ? "" : " " + panel.unit),
             2.2);
}

void drawInset(QPainter& painter, const QRectF& picture, const QImage& image, const FigureOptions& options)
{
    const double across = options.insetPart * image.width();
    QRectF part(0, 0, across, across);
    part.moveCenter({options.inset->x() * image.width(), options.inset->y() * image.height()});
    part.moveLeft(std::clamp(part.left(), 0.0, std::max(0.0, image.width() - across)));
    part.moveTop(std::clamp(part.top(), 0.0, std::max(0.0, image.height() - across)));
    const double scale = picture.width() / image.width();
    const double side = std::min(across * scale * options.magnification, picture.height() * 0.6);
    // In the corner that is farthest from what it shows.
    const bool left = part.center().x() > image.width() / 2.0;
    const bool top = part.center().y() > image.height() / 2.0;
    const QRectF to(left ? picture.left() : picture.right() - side, top ? picture.top() : picture.bottom() - side, side,
                    side);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(to, image, part);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(QColor(0xff, 0xd1, 0x3b), 0.35));
    painter.drawRect(to);
    painter.drawRect(QRectF(picture.topLeft() + part.topLeft() * scale, part.size() * scale));
}

/// @param perMillimetre  the painter's units
void paint(QPainter& painter, double perMillimetre, const std::vector<FigurePanel>& panels,
           const FigureOptions& options)
{
    const Layout layout = layoutOf(panels, options);
    painter.scale(perMillimetre, perMillimetre);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    for (std::size_t i = 0; i < panels.size(); ++i) {
        const FigurePanel& panel = panels[i];
        const std::size_t row = i / static_cast<std::size_t>(layout.columns);
        const double x = static_cast<double>(i % static_cast<std::size_t>(layout.columns)) * (layout.panelWidth + kGap);
        double y = layout.rowTops[row];
        painter.setPen(Qt::black);
        if (options.captions) {
            const QString letter = QString("(%1) ").arg(QChar('a' + static_cast<int>(i)));
            drawText(painter, QRectF(x, y, layout.panelWidth, kCaption), Qt::AlignLeft | Qt::AlignVCenter,
                     letter + panel.caption, 3);
            y += kCaption;
        }
        const QRectF picture(x, y, layout.panelWidth,
                             layout.panelWidth * panel.picture.height() / panel.picture.width());
        painter.setRenderHint(QPainter::SmoothPixmapTransform, picture.width() * perMillimetre < panel.picture.width());
        painter.drawImage(picture, panel.picture);
        if (options.inset)
            drawInset(painter, picture, panel.picture, options);
        if (options.bars && panel.hasBar)
            drawBar(painter, QRectF(x, y + layout.pictureHeights[row], layout.panelWidth, kBar), panel);
    }
}

} // namespace

std::vector<FigurePanel> figurePanels(CompareGrid& grid)
{
    std::vector<FigurePanel> panels;
    for (const ImagePane* shown : grid.shownPanes()) {
        const ImagePane& pane = *shown;
        if (pane.picture().isEmpty())
            continue;
        FigurePanel panel;
        panel.caption = pane.caption();
        panel.picture = pane.colouredWithCurtain();
        panel.hasBar = pane.picture().form == PictureForm::Scalar;
        panel.range = pane.displayedRange();
        panel.map = pane.displayedMap();
        panel.unit = unitText(pane.picture());
        panels.push_back(std::move(panel));
    }
    return panels;
}

QImage figurePreview(const std::vector<FigurePanel>& panels, const FigureOptions& options, int width)
{
    if (panels.empty())
        return {};
    const QSizeF size = layoutOf(panels, options).size;
    const double scale = width / size.width();
    QImage image(width, std::max(1, qRound(size.height() * scale)), QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paint(painter, scale, panels, options);
    return image;
}

void writeFigure(const QString& file, const std::vector<FigurePanel>& panels, const FigureOptions& options)
{
    if (panels.empty())
        throw Error(ErrorKind::Usage, "Cannot make a figure", "no pane shows a picture", "Open a pair first");
    const QString ending = QFileInfo(file).suffix().toLower();
    if (ending != "png" && ending != "pdf" && ending != "svg")
        throw Error(ErrorKind::Usage, "Cannot write a figure as " + file.toStdString(), "figures are PNG, PDF or SVG",
                    "Give the file one of these endings");
    // Made in memory: Qt's writers don't hear of a disk that is full.
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    const QSizeF size = layoutOf(panels, options).size;
    if (ending == "png") {
        QImage image = figurePreview(panels, options, qRound(size.width() / kMillimetresPerInch * options.dpi));
        image.setDotsPerMeterX(qRound(options.dpi * 1000 / kMillimetresPerInch));
        image.setDotsPerMeterY(image.dotsPerMeterX());
        if (!image.save(&buffer, "PNG"))
            throw Error(ErrorKind::Usage, "Cannot make a figure of that size",
                        "it would have " + std::to_string(qRound(size.width() / kMillimetresPerInch * options.dpi)) +
                            " pixels across",
                        "Choose fewer dots per inch or a smaller width");
    } else if (ending == "pdf") {
        QPdfWriter writer(&buffer);
        writer.setResolution(kVectorDpi);
        writer.setPageSize(QPageSize(size, QPageSize::Millimeter, {}, QPageSize::ExactMatch));
        writer.setPageMargins(QMarginsF());
        writer.setCreator("Duoscope " DUOSCOPE_VERSION);
        QPainter painter(&writer);
        paint(painter, kVectorDpi / kMillimetresPerInch, panels, options);
    } else {
        QSvgGenerator writer;
        writer.setOutputDevice(&buffer);
        writer.setResolution(96);
        const double scale = 96 / kMillimetresPerInch;
        writer.setSize((size * scale).toSize());
        writer.setViewBox(QRectF(QPointF(), size * scale));
        QPainter painter(&writer);
        paint(painter, scale, panels, options);
    }
    writeAtomically(toPath(file),
                    [&](std::ostream& stream) { stream.write(buffer.data().constData(), buffer.data().size()); });
}

} // namespace duoscope
