// SPDX-License-Identifier: GPL-3.0-or-later
// Draws an SVG as a square PNG: duoscope-render-icon DRAWING SIZE PICTURE
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>

#include <cstdio>

int main(int argc, char* argv[])
{
    if (argc != 4) {
        std::fprintf(stderr, "Usage: duoscope-render-icon DRAWING SIZE PICTURE\n");
        return 1;
    }
    QSvgRenderer drawing(QString::fromLocal8Bit(argv[1]));
    const int size = QByteArray(argv[2]).toInt();
    if (!drawing.isValid() || size <= 0) {
        std::fprintf(stderr, "duoscope-render-icon: cannot draw %s in the size %s\n", argv[1], argv[2]);
        return 2;
    }
    QImage picture(size, size, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.render(&painter);
    painter.end();
    if (!picture.save(QString::fromLocal8Bit(argv[3]), "PNG")) {
        std::fprintf(stderr, "duoscope-render-icon: cannot write %s\n", argv[3]);
        return 2;
    }
    return 0;
}
