// SPDX-License-Identifier: GPL-3.0-or-later
// The translations say everything that the window says.
#include "tests/support/error_log_guard.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QXmlStreamReader>

namespace {

struct Message {
    QString context;
    QString source;
    QStringList translations; ///< as many as there are plural forms
    bool isPlural = false;
    bool isFinished = true;

    QString key() const { return context + "::" + source; }
};

QList<Message> messagesOf(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QXmlStreamReader xml(&file);
    QList<Message> messages;
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        const auto name = xml.name();
        if (name == u"name") {
            context = xml.readElementText();
        } else if (name == u"message") {
            messages.append({context, {}, {}, xml.attributes().value("numerus") == u"yes", true});
        } else if (name == u"source") {
            messages.back().source = xml.readElementText();
        } else if (name == u"translation") {
            messages.back().isFinished = !xml.attributes().hasAttribute("type");
            if (!messages.back().isPlural)
                messages.back().translations << xml.readElementText();
        } else if (name == u"numerusform") {
            messages.back().translations << xml.readElementText();
        }
    }
    return xml.hasError() ? QList<Message>() : messages;
}

QString sourceFile(const QString& name) { return QDir(DUOSCOPE_SOURCE_DIR "/translations").filePath(name); }

/// "%1", "%2", "%n" in a text, in any order.
QStringList placesOf(const QString& text)
{
    static const QRegularExpression place("%(?:L?\\d|n)");
    QStringList places;
    for (auto match = place.globalMatch(text); match.hasNext();)
        places << match.next().captured();
    places.removeDuplicates();
    places.sort();
    return places;
}

class TestTranslations : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everythingIsTranslated_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<int>("forms"); // of a plural
        QTest::newRow("Chinese") << "zh_CN" << 1;
        QTest::newRow("English") << "en" << 2; // plurals only
    }
    void everythingIsTranslated()
    {
        QFETCH(QString, language);
        QFETCH(int, forms);
        const QList<Message> messages = messagesOf(sourceFile("duoscope_" + language + ".ts"));
        QVERIFY(messages.size() > (language == "en" ? 5 : 400));
        for (const Message& message : messages) {
            QVERIFY2(message.isFinished, qPrintable(message.key()));
            QCOMPARE(message.translations.size(), message.isPlural ? forms : 1);
            for (const QString& translation : message.translations) {
                QVERIFY2(!translation.trimmed().isEmpty() || message.source.trimmed().isEmpty(),
                         qPrintable(message.key()));
                QStringList wanted = placesOf(message.source), there = placesOf(translation);
                // A plural form may say "one" instead of the number.
                if (message.isPlural)
                    for (QStringList* places : {&wanted, &there})
                        places->removeAll("%n");
                QVERIFY2(there == wanted, qPrintable(message.key() + " → " + translation));
            }
        }
    }

    void nothingThatTheWindowSaysIsMissing()
    {
        // What update-translations.sh does, on copies.
        QTemporaryDir folder;
        for (const char* language : {"zh_CN", "en"}) {
            const QString name = QString("duoscope_%1.ts").arg(language), copy = folder.filePath(name);
            QVERIFY(QFile::copy(sourceFile(name), copy));
            QProcess lupdate;
            lupdate.setWorkingDirectory(DUOSCOPE_SOURCE_DIR);
            QStringList arguments{"widgets", "app/gui",          "-I",    ".", "-locations", "none", "-no-obsolete",
                                  "-silent", "-target-language", language};
            if (QLatin1String(language) == QLatin1String("en"))
                arguments << "-pluralonly";
            lupdate.start(DUOSCOPE_LUPDATE, arguments << "-ts" << copy);
            QVERIFY(lupdate.waitForFinished(120'000));
            QCOMPARE(lupdate.exitCode(), 0);
            QSet<QString> known;
            for (const Message& message : messagesOf(sourceFile(name)))
                known << message.key();
            QStringList missing;
            const QList<Message> now = messagesOf(copy);
            QVERIFY(!now.isEmpty());
            for (const Message& message : now) {
                if (!known.contains(message.key()))
                    missing << message.key();
                known.remove(message.key());
            }
            QVERIFY2(missing.isEmpty(), qPrintable(name + " lacks " + missing.join("; ")));
            QVERIFY2(known.isEmpty(), qPrintable(name + " has what nothing says any more: " +
                                                 QStringList(known.begin(), known.end()).join("; ")));
        }
    }
};

} // namespace

DUOSCOPE_TEST_MAIN(TestTranslations)
#include "tst_translations.moc"
