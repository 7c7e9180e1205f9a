// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/dialogs/preferences.h"

namespace duoscope {

/// Style, colours and font of the application. Call it once before the first window, and again when the theme changes.
void applyTheme(Preferences::Theme theme);

/// Switches the language of all windows. @param language  "en", "zh_CN" or empty: the system's
void applyLanguage(const QString& language);
/// "en" or "zh_CN", whichever applyLanguage() chose last.
QString currentLanguage();

} // namespace duoscope
