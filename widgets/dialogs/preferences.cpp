// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/preferences.h"

#include <QSettings>
#include <QStringList>

#include <algorithm>

namespace duoscope {
namespace {

/// In the order of Theme.
const QStringList kThemes{"system", "light", "dark"};
const QStringList kLanguages{"", "en", "zh_CN"};

} // namespace

Preferences Preferences::load()
{
    QSettings settings;
    settings.beginGroup("preferences");
    Preferences stored;
    stored.language = settings.value("language").toString();
    if (!kLanguages.contains(stored.language))
        stored.language.clear();
    const auto theme = kThemes.indexOf(settings.value("theme").toString());
    stored.theme = static_cast<Theme>(std::max<qsizetype>(0, theme));
    stored.threads = std::clamp(settings.value("threads", stored.threads).toInt(), 0, 1024);
    stored.halfPrecision = settings.value("half-precision", stored.halfPrecision).toBool();
    stored.fastAttribution = settings.value("fast-attribution", stored.fastAttribution).toBool();
    stored.cacheMegabytes = std::clamp(settings.value("cache-megabytes", stored.cacheMegabytes).toInt(), 64, 1 << 20);
    stored.model = settings.value("model").toString();
    return stored;
}

void Preferences::save() const
{
    QSettings settings;
    settings.beginGroup("preferences");
    settings.setValue("language", language);
    settings.setValue("theme", kThemes[static_cast<int>(theme)]);
    settings.setValue("threads", threads);
    settings.setValue("half-precision", halfPrecision);
    settings.setValue("fast-attribution", fastAttribution);
    settings.setValue("cache-megabytes", cacheMegabytes);
    settings.setValue("model", model);
}

} // namespace duoscope
