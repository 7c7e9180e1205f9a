// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace duoscope {

/// A formula as rich text. Single Latin letters are set in italics, words and the rest upright; "_x", "_{…}" and "^…"
/// are set low and high. "f_k = w_1 x^2".
QString mathHtml(const QString& formula);

/// A formula that stands alone: as mathHtml(), and "\frac{…}{…}" stacks two parts. Lines end with "\\".
/// @param number  "8": in parentheses at the right, with the anchor "eq8"; empty: none
QString equationHtml(const QString& formula, const QString& number);

} // namespace duoscope
