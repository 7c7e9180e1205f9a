// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace duoscope {

/// What a person has set once and for all, kept in QSettings.
struct Preferences {
    enum class Theme { System, Light, Dark };

    QString language; ///< "en" or "zh_CN"; empty: the system's
    Theme theme = Theme::System;
    int threads = 0;              ///< for computing; 0: all cores
    bool halfPrecision = false;   ///< of the stages' convolutions, where the device has it
    bool fastAttribution = false; ///< approximate class weights, from each score's change since black
    int cacheMegabytes = 1024;    ///< of results that are kept, in MB of 2^20 bytes
    QString model;                ///< weight file; empty: the bundled one

    /// What is missing or makes no sense in the settings has its default.
    static Preferences load();
    void save() const;

    bool operator==(const Preferences&) const = default;
};

} // namespace duoscope
