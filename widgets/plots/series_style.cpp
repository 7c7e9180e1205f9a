// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plots/series_style.h"

#include "widgets/bridge/look.h"

#include <array>

namespace duoscope {

QColor seriesColour(int index)
{
    struct Pair {
        QRgb dark;
        QRgb light;
    };
    // The first is the accent. None is a class's colour, and each has a contrast of 3 : 1 to a view's background.
    constexpr std::array<Pair, 6> kColours{{{0x4db6ac, 0x0a6e67},
                                            {0x93a5d8, 0x465a94},
                                            {0xe0a050, 0xa0600c},
                                            {0xc490c0, 0x84487e},
                                            {0xb4b4ba, 0x66666c},
                                            {0xc8c070, 0x6a6414}}};
    const Pair& colour = kColours[static_cast<std::size_t>(index) % kColours.size()];
    return QColor::fromRgb(isDark() ? colour.dark : colour.light);
}

QString seriesMark(int index)
{
    constexpr std::array<char16_t, 6> kMarks{u'●', u'■', u'◆', u'▲', u'▼', u'✚'};
    return QString(QChar(kMarks[static_cast<std::size_t>(index) % kMarks.size()]));
}

} // namespace duoscope
