// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <filesystem>
#include <string>

namespace duoscope {

inline QString toQString(const std::string& text) { return QString::fromStdString(text); }
QString toQString(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& path);

/// "0.9255", "3.21e-4", "−0.0087": four significant digits at least, a true minus sign, "NaN", "∞"; for tables and
/// footers.
QString valueText(double value);
/// The same with a sign always.
QString signedText(double value);
/// With so many decimals and a true minus.
QString fixedText(double value, int decimals);
/// "1 956", with thin spaces between thousands.
QString countText(qint64 count);
/// "12 s", "3 min", "2 h".
QString durationText(double seconds);

} // namespace duoscope
