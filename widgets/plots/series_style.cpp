// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/series_style.h"

#include "widgets/bridge/look.h"

#include <QGuiApplication>
#include <QImage>
#include <QPixmap>

#include <array>

namespace duoscope {
namespace {

constexpr int kColours = 6;

/// Which round of colours a series is in: 0, 1 or 2.
int roundOf(int index) { return index / kColours % 3; }

} // namespace

QColor seriesColour(int index)
{
    struct Pair {
        QRgb dark;
        QRgb light;
    };
    // The first is the accent. None is a class's colour, and each has a contrast of 3 : 1 to a view's background.
    constexpr std::array<Pair, kColours> kPairs{{{0x4db6ac, 0x0a6e67},
                                                 {0x93a5d8, 0x465a94},
                                                 {0xe0a050, 0xa0600c},
                                                 {0xc490c0, 0x84487e},
                                                 {0xb4b4ba, 0x66666c},
                                                 {0xc8c070, 0x6a6414}}};
    const Pair& colour = kPairs[static_cast<std::size_t>(index % kColours)];
    return QColor::fromRgb(isDark() ? colour.dark : colour.light);
}

QString seriesMark(int index)
{
    constexpr std::array<char16_t, 6> kMarks{u'●', u'■', u'◆', u'▲', u'▼', u'✚'};
    return QString(QChar(kMarks[static_cast<std::size_t>(index) % kMarks.size()]));
}

QBrush seriesFill(int index)
{
    const QColor colour = seriesColour(index);
    if (roundOf(index) == 0)
        return colour;
    // Stripes of the view's background, a few pixels wide, which no brush of Qt's own has.
    constexpr int kPeriod = 6;
    QImage tile(kPeriod, kPeriod, QImage::Format_RGB32);
    const QRgb back = QGuiApplication::palette().color(QPalette::Base).rgb();
    for (int y = 0; y < kPeriod; ++y)
        for (int x = 0; x < kPeriod; ++x)
            tile.setPixel(x, y, (roundOf(index) == 1 ? x + y : x - y + kPeriod) % kPeriod < 2 ? back : colour.rgb());
    return QBrush(QPixmap::fromImage(tile));
}

QString seriesFillMark(int index)
{
    constexpr std::array<char16_t, 3> kMarks{u'■', u'▨', u'▧'};
    return QString(QChar(kMarks[static_cast<std::size_t>(roundOf(index))]));
}

} // namespace duoscope
