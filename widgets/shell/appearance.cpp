// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/appearance.h"

#include "widgets/bridge/look.h"

#include <QApplication>
#include <QFont>
#include <QLibraryInfo>
#include <QLocale>
#include <QStyleFactory>
#include <QTranslator>

namespace duoscope {
namespace {

QString s_language = "en";

/// Colours of the platform, before ours took their place.
bool systemIsDark()
{
    static const bool dark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    return dark;
}

QTranslator* installed(const QString& file, const QString& folder)
{
    auto* translator = new QTranslator(qApp);
    if (translator->load(file, folder)) {
        QCoreApplication::installTranslator(translator);
        return translator;
    }
    delete translator;
    return nullptr;
}

} // namespace

void applyTheme(Preferences::Theme theme)
{
    const bool system = systemIsDark();
    const bool dark = theme == Preferences::Theme::Dark || (theme == Preferences::Theme::System && system);
    QApplication::setStyle(QStyleFactory::create("Fusion"));
    QApplication::setPalette(themePalette(dark));
    QFont font = QApplication::font();
    if (font.pointSizeF() < 10) {
        font.setPointSizeF(10);
        QApplication::setFont(font);
    }
}

void applyLanguage(const QString& wanted)
{
    static QList<QTranslator*> translators;
    for (QTranslator* translator : std::as_const(translators)) {
        QCoreApplication::removeTranslator(translator);
        delete translator;
    }
    translators.clear();
    const QString language = wanted.isEmpty() ? QLocale::system().name() : wanted;
    const QString name = language.startsWith("zh") ? "zh_CN" : "en"; // English for its plurals
    s_language = name;                                               // before windows are told
    for (QTranslator* translator : {installed("qtbase_" + name, QLibraryInfo::path(QLibraryInfo::TranslationsPath)),
                                    installed("duoscope_" + name, ":/translations")})
        if (translator)
            translators << translator;
}

QString currentLanguage() { return s_language; }

} // namespace duoscope
