// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/look.h"

#include <QApplication>
#include <QFile>
#include <QHash>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <QVBoxLayout>
#include <QWidget>

namespace duoscope {
namespace {

struct Pair {
    QRgb dark;
    QRgb light;
};

Pair colours(Tone tone)
{
    switch (tone) {
    case Tone::Header:
        return {0x313134, 0xe6e6e8};
    case Tone::Line:
        return {0x3d3d41, 0xc4c4c8};
    case Tone::Surround:
        return {0x151516, 0xd6d6d8};
    case Tone::Secondary:
        return {0xa8a8ae, 0x58585e};
    case Tone::Disabled:
        return {0x6f6f76, 0x97979d};
    case Tone::Accent:
        return {0x4db6ac, 0x0a6e67};
    case Tone::AccentText:
        return {0x0d1f1d, 0xffffff};
    case Tone::Warn:
        return {0xe3ae45, 0x8a5d00};
    case Tone::Error:
        return {0xf07a6e, 0xb3261e};
    case Tone::Good:
        return {0x7cc48a, 0x2b6e3a};
    }
    return {};
}

QPixmap drawn(const QByteArray& drawing, const QColor& colour, qreal ratio)
{
    QByteArray coloured = drawing;
    coloured.replace("currentColor", colour.name().toLatin1());
    QSvgRenderer renderer(coloured);
    QPixmap pixmap(QSize(16, 16) * ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

} // namespace

bool isDark() { return QGuiApplication::palette().color(QPalette::Window).lightness() < 128; }

QColor tone(Tone tone)
{
    const Pair pair = colours(tone);
    return QColor::fromRgb(isDark() ? pair.dark : pair.light);
}

QPalette themePalette(bool dark)
{
    const auto colour = [dark](QRgb inDark, QRgb inLight) { return QColor::fromRgb(dark ? inDark : inLight); };
    const auto of = [&](Tone tone) {
        const Pair pair = colours(tone);
        return colour(pair.dark, pair.light);
    };
    const QColor window = colour(0x2b2b2d, 0xf0f0f1);
    const QColor view = colour(0x232325, 0xffffff);
    const QColor text = colour(0xe6e6e8, 0x1c1c1e);
    QPalette palette;
    palette.setColor(QPalette::Window, window);
    palette.setColor(QPalette::WindowText, text);
    palette.setColor(QPalette::Base, view);
    palette.setColor(QPalette::AlternateBase, colour(0x27272a, 0xf7f7f8));
    palette.setColor(QPalette::Text, text);
    palette.setColor(QPalette::PlaceholderText, of(Tone::Secondary));
    palette.setColor(QPalette::Button, colour(0x38383b, 0xfafafb));
    palette.setColor(QPalette::ButtonText, text);
    palette.setColor(QPalette::BrightText, of(Tone::Error));
    palette.setColor(QPalette::ToolTipBase, view);
    palette.setColor(QPalette::ToolTipText, text);
    palette.setColor(QPalette::Highlight, colour(0x1f4b47, 0xcde7e4));
    palette.setColor(QPalette::HighlightedText, text);
    palette.setColor(QPalette::Link, of(Tone::Accent));
    palette.setColor(QPalette::LinkVisited, of(Tone::Accent));
    palette.setColor(QPalette::Light, colour(0x4a4a4f, 0xffffff));
    palette.setColor(QPalette::Midlight, colour(0x3d3d41, 0xe6e6e8));
    palette.setColor(QPalette::Mid, colour(0x3d3d41, 0xc4c4c8));
    palette.setColor(QPalette::Dark, colour(0x1c1c1e, 0xb9b9be));
    palette.setColor(QPalette::Shadow, colour(0x101011, 0x97979d));
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, of(Tone::Disabled));
    return palette;
}

QIcon lineIcon(const QString& name)
{
    static QHash<QString, QByteArray> drawings;
    if (!drawings.contains(name)) {
        QFile file(":/icons/" + name + ".svg");
        drawings[name] = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        Q_ASSERT_X(!drawings[name].isEmpty(), "lineIcon", qPrintable(name));
    }
    QIcon icon;
    const QPalette palette = QGuiApplication::palette();
    for (const qreal ratio : {1.0, 2.0}) {
        icon.addPixmap(drawn(drawings[name], palette.color(QPalette::Text), ratio), QIcon::Normal);
        icon.addPixmap(drawn(drawings[name], tone(Tone::Disabled), ratio), QIcon::Disabled);
    }
    return icon;
}

QFont smallerFont(int points)
{
    QFont font = QApplication::font();
    font.setPointSizeF(qMax(8.0, font.pointSizeF() - points));
    return font;
}

QFont titleFont()
{
    QFont font = QApplication::font();
    font.setWeight(QFont::DemiBold);
    return font;
}

QPixmap iconInColour(const QString& name, const QColor& colour, int size, qreal ratio)
{
    const QString key = QString("icon-in-colour/%1/%2/%3/%4").arg(name, colour.name()).arg(size).arg(ratio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    // From the drawing of twice the size, which stays sharper than the small one when it is made smaller.
    const int pixels = qRound(size * ratio);
    pixmap = lineIcon(name).pixmap(QSize(16, 16), 2.0);
    pixmap.setDevicePixelRatio(1);
    pixmap = pixmap.scaled(pixels, pixels, Qt::KeepAspectRatio, Qt::SmoothTransformation);
    QPainter painter(&pixmap);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    painter.end();
    pixmap.setDevicePixelRatio(ratio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QWidget* padded(QWidget* content, int vertical)
{
    auto* frame = new QWidget(content->parentWidget());
    auto* layout = new QVBoxLayout(frame);
    layout->setContentsMargins(sizes::kPad, vertical, sizes::kPad, vertical);
    layout->addWidget(content);
    return frame;
}

} // namespace duoscope
