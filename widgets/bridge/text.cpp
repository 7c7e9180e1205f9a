// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/bridge/text.h"

#include <QCoreApplication>

#include <cmath>

namespace duoscope {
namespace {

const QChar kMinus(0x2212);
const QChar kThinSpace(0x2009);

QString withTrueMinus(QString text) { return text.replace('-', kMinus); }

} // namespace

QString toQString(const std::filesystem::path& path) { return QString::fromStdString(path.string()); }

std::filesystem::path toPath(const QString& path) { return path.toStdString(); }

QString valueText(double value)
{
    if (std::isnan(value))
        return "NaN";
    if (std::isinf(value))
        return value > 0 ? QString(QChar(0x221e)) : QString(kMinus) + QChar(0x221e);
    const double size = std::abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
        QString text = QString::number(value, 'e', 2);
        text.replace("e-0", "e-").replace("e+0", "e+");
        return withTrueMinus(text);
    }
    const int decimals = size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : 1;
    return fixedText(value, decimals);
}

QString signedText(double value)
{
    const QString text = valueText(value);
    return value > 0 ? "+" + text : text;
}

QString fixedText(double value, int decimals)
{
    const QString text = QString::number(value, 'f', decimals);
    // "-0.000" is 0.
    const bool zero = text.startsWith('-') && text.count('0') + text.count('.') + 1 == text.size();
    return withTrueMinus(zero ? text.mid(1) : text);
}

QString countText(qint64 count)
{
    QString text = QString::number(count);
    for (qsizetype i = text.size() - 3; i > (count < 0 ? 1 : 0); i -= 3)
        text.insert(i, kThinSpace);
    return withTrueMinus(text);
}

QString durationText(double seconds)
{
    const auto written = [](const char* text, double number, int decimals) {
        return QCoreApplication::translate("Duration", text).arg(fixedText(number, decimals));
    };
    if (seconds < 9.95)
        return written(QT_TRANSLATE_NOOP("Duration", "%1 s"), seconds, 1);
    if (seconds < 90)
        return written(QT_TRANSLATE_NOOP("Duration", "%1 s"), seconds, 0);
    if (seconds < 5400)
        return written(QT_TRANSLATE_NOOP("Duration", "%1 min"), seconds / 60, 0);
    return written(QT_TRANSLATE_NOOP("Duration", "%1 h"), seconds / 3600, 1);
}

} // namespace duoscope
