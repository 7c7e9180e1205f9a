// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/labels/class_mapping.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

using namespace duoscope;

namespace {

ClassSet bundled(const std::string& name)
{
    return ClassSet::load(DUOSCOPE_SOURCE_DIR "/resources/class_sets/" + name + ".json");
}

ClassSet made(const std::string& name, const std::vector<std::string>& classes, int ignored,
              const std::map<std::string, ClassNames>& maps = {})
{
    std::vector<LabelClass> entries;
    for (const std::string& entry : classes)
        entries.push_back({static_cast<int>(entries.size()), entry, {}});
    return ClassSet(name, name, entries, ignored, maps);
}

/// "car→car pole→- …", with "-" for the ignored class of the target.
QString described(const ClassSet& from, const ClassSet& to)
{
    const std::vector<int> ids = mapClasses(from, to);
    QStringList parts;
    for (const LabelClass& entry : from.classes()) {
        const int id = ids[static_cast<std::size_t>(entry.id)];
        const bool isIgnored = id < 0 || id == to.ignoredId();
        parts << QString::fromStdString(entry.name + ">" + (isIgnored ? "-" : to.at(id).name));
    }
    return parts.join(' ');
}

} // namespace

class TestClassMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bundledSets_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("expected");
        QTest::newRow("camvid to street")
            << "camvid"
            << "street"
            << "sky>sky building>building pole>pole road>road pavement>sidewalk tree>vegetation signsymbol>sign "
               "fence>fence car>car pedestrian>person bicyclist>bicycle unlabelled>-";
        QTest::newRow("street to camvid")
            << "street"
            << "camvid"
            << "unlabeled>- road>road sidewalk>pavement building>building lamp>pole sign>signsymbol vegetation>tree "
               "sky>sky person>pedestrian car>car truck>car bus>car motorcycle>bicyclist bicycle>bicyclist pole>pole "
               "fence>fence";
        QTest::newRow("msrs to street")
            << "msrs"
            << "street"
            << "unlabeled>- car>car person>person bike>bicycle curve>- car_stop>- guardrail>fence color_cone>- bump>-";
        QTest::newRow("street to msrs")
            << "street"
            << "msrs"
            << "unlabeled>- road>- sidewalk>- building>- lamp>- sign>- vegetation>- sky>- person>person car>car "
               "truck>- bus>- motorcycle>- bicycle>bike pole>- fence>guardrail";
        QTest::newRow("fmb to street")
            << "fmb"
            << "street"
            << "unlabeled>- road>road sidewalk>sidewalk building>building lamp>lamp sign>sign vegetation>vegetation "
               "sky>sky person>person car>car truck>truck bus>bus motorcycle>motorcycle bicycle>bicycle pole>pole";
        QTest::newRow("street to fmb")
            << "street"
            << "fmb"
            << "unlabeled>- road>road sidewalk>sidewalk building>building lamp>lamp sign>sign vegetation>vegetation "
               "sky>sky person>person car>car truck>truck bus>bus motorcycle>motorcycle bicycle>bicycle pole>pole "
               "fence>-";
    }
    void bundledSets()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, expected);
        QCOMPARE(described(bundled(from.toStdString()), bundled(to.toStdString())), expected);
    }

    void everyBundledMapCanBeUsed()
    {
        const std::vector<std::string> names{"street", "fmb", "msrs", "camvid"};
        for (const std::string& from : names)
            for (const std::string& to : names)
                QCOMPARE(mapClasses(bundled(from), bundled(to)).size(), static_cast<std::size_t>(bundled(from).size()));
    }

    void toItselfNothingChanges()
    {
        const ClassSet street = bundled("street");
        const std::vector<int> ids = mapClasses(street, street);
        for (int id = 0; id < street.size(); ++id)
            QCOMPARE(ids[static_cast<std::size_t>(id)], id);
    }

    void ignoredAndUnmatched()
    {
        const ClassSet from = made("from", {"void", "car", "tent"}, 0);
        QCOMPARE(mapClasses(from, made("to", {"car", "void", "none"}, 2)), (std::vector<int>{2, 0, 2}));
        QCOMPARE(mapClasses(from, made("to", {"car", "void"}, -1)), (std::vector<int>{-1, 0, -1}));
        // Without an ignored class in the source every name counts.
        QCOMPARE(mapClasses(made("from", {"void", "car"}, -1), made("to", {"car", "void", "none"}, 2)),
                 (std::vector<int>{1, 0}));
    }

    void theMapGoesBeforeEqualNames()
    {
        const ClassSet from = made("from", {"car", "tram"}, -1, {{"to", {{"tram", "car"}, {"car", "tram"}}}});
        QCOMPARE(mapClasses(from, made("to", {"car", "tram"}, -1)), (std::vector<int>{1, 0}));
        QCOMPARE(mapClasses(from, made("other", {"car", "tram"}, -1)), (std::vector<int>{0, 1}));
    }

    void wrongMaps()
    {
        VERIFY_ERROR(made("from", {"car"}, -1, {{"to", {{"cart", "car"}}}}), "names \"cart\", no class of it");
        const ClassSet from = made("from", {"car"}, -1, {{"to", {{"car", "wagon"}}}});
        VERIFY_ERROR(mapClasses(from, made("to", {"car"}, -1)),
                     "\"car\" is to become \"wagon\", which to does not have");
    }
};

DUOSCOPE_TEST_MAIN(TestClassMapping)
#include "tst_class_mapping.moc"
