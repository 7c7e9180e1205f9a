// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the layers: which folder may include what, read from the sources themselves.
#include "tests/support/error_log_guard.h"

#include <QDir>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>

namespace {

using Sources = QMap<QString, QString>; ///< Text of each file by its path from the root, with slashes.

struct Include {
    int line = 0;
    QString name; ///< Between the quotes or brackets, which mean the same to these rules.
};

QList<Include> includesOf(const QString& text)
{
    static const QRegularExpression include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
    QList<Include> found;
    const QStringList lines = text.split('\n');
    for (int i = 0; i < lines.size(); ++i)
        if (const auto match = include.match(lines[i]); match.hasMatch())
            found.append({i + 1, match.captured(1)});
    return found;
}

bool matches(const QString& name, const char* pattern)
{
    return QRegularExpression(QRegularExpression::anchoredPattern(pattern)).match(name).hasMatch();
}

bool isTorch(const QString& name) { return matches(name, "(torch|c10|caffe2|ATen)/.*"); }
bool isQt(const QString& name) { return matches(name, "Q[A-Za-z].*|q[a-z0-9_]+\\.h"); }
bool isOwn(const QString& name) { return matches(name, "(core|widgets|app)/.*"); }
bool isStandard(const QString& name)
{
    return matches(name, "[a-z_]+") || // headers of C++ alone have no ending
           matches(name, "(assert|ctype|errno|fenv|float|inttypes|limits|locale|math|setjmp|signal|stdarg|stddef|"
                         "stdint|stdio|stdlib|string|time|uchar|wchar|wctype)\\.h");
}
bool isPosix(const QString& name)
{
    return matches(name, "(sys|netinet|arpa)/\\w+\\.h|(dirent|dlfcn|fcntl|poll|pthread|sched|termios|unistd)\\.h");
}

/// Headers by which a program reaches other machines.
bool isNetwork(const QString& name)
{
    return matches(name, "(sys/(socket|un)|netdb|netinet/.*|arpa/.*|net/.*|curl/.*|uv)\\.h|boost/asio.*|(ext/)?net|"
                         "Q(t?Network.*|Tcp.*|Udp.*|Local(Socket|Server)|Ssl.*|Web(Socket|Engine).*|Abstract(Socket|"
                         "NetworkCache)|Http.*|Dns.*|Host(Info|Address))");
}

/// Where code may come from outside of the program, and where another program may be started. A module of TorchScript
/// is a program, loaded where the user names it as a method, and the state of an optimiser only where it holds none;
/// PDFs are made by a browser or LaTeX.
const QMap<QString, QString> kOutsideCode{
    {"\\bjit::load\\b|\\btorch::load\\b|\\bpickle_load\\b|\\bUnpickler\\b", "core/fusion/script_module.cpp"},
    {"\\bInputArchive\\b", "core/training/optimizer_state.cpp"},
    {"\\bdlopen\\b|\\bQLibrary\\b|\\bQPluginLoader\\b", ""},
    {"\\b(std::|::)?system\\s*\\(\\s*[\"\\w]|\\bpopen\\b|\\bexec[lv][pe]*\\s*\\(|\\bposix_spawnp?\\s*\\(|"
     "\\bQProcess\\b",
     "core/report/external_program.cpp"}};

/// "file: what: …" for code that is loaded, or programs that are started, elsewhere than there.
QStringList outsideCodeProblems(const QString& path, const QString& text)
{
    QStringList problems;
    for (auto rule = kOutsideCode.begin(); rule != kOutsideCode.end(); ++rule)
        if (const auto match = QRegularExpression(rule.key()).match(text); path != rule.value() && match.hasMatch())
            problems << QString("%1: %2: nothing loads code or starts programs here").arg(path, match.captured());
    return problems;
}

/// The first two folders of a path: "core/net" of "core/net/model.h".
QString folderOf(const QString& path) { return path.section('/', 0, 1); }

bool mayIncludeTorch(const QString& path)
{
    const bool networks = matches(path, "core/(net|attribution|training)/.*");
    return networks || (path.startsWith("core/") && path.endsWith(".cpp"));
}

/// Folders of core that a folder of core may include, itself among them. Those that are not named may include all.
const QMap<QString, QString> kBelow{
    {"core/base", "base"},
    {"core/net", "base|net"},
    {"core/attribution", "base|net|attribution"},
    {"core/training", "base|net|attribution|training"},
    {"core/image", "base|image"},
    {"core/labels", "base|image|labels"},
    {"core/dataset", "base|image|labels|dataset"},
    {"core/metrics", "base|image|labels|metrics"},
    {"core/batch", "base|image|labels|dataset|fusion|metrics|batch"},
    {"core/report", "base|image|labels|dataset|fusion|metrics|batch|report"},
};

/// The same for folders of widgets, each of which may include all of core's headers.
const QMap<QString, QString> kBelowInWidgets{
    {"widgets/bridge", "bridge"},
    {"widgets/viewer", "bridge|viewer"},
    {"widgets/models", "bridge|models"},
    {"widgets/plots", "bridge|plots"},
    {"widgets/panels", "bridge|viewer|models|plots|panels"},
    {"widgets/dialogs", "bridge|viewer|models|dialogs"},
    {"widgets/diagnosis", "bridge|viewer|models|dialogs|diagnosis"},
    {"widgets/help", "bridge|help"},
};

/// Which rule a file breaks by including a name; empty if none.
QString brokenRule(const QString& path, const QString& name)
{
    const QString folder = folderOf(path);
    const bool inCore = path.startsWith("core/");
    const bool isHeader = path.endsWith(".h");

    if (matches(name, "(.*/)?\\.\\.?/.*"))
        return "write paths from the root of the sources";
    if (isNetwork(name))
        return "nothing here talks to a network";
    if (matches(name, "(.*/)?qcustomplot\\.h"))
        return matches(path, "widgets/plots/.*\\.cpp") ? "" : "only .cpp files of widgets/plots include qcustomplot.h";
    if (isTorch(name) && !mayIncludeTorch(path))
        return "torch stays in core/net, core/attribution, core/training and core's .cpp files";
    if (matches(name, "app/.*") && !path.startsWith("app/"))
        return "nothing below app includes it";
    if (matches(name, "widgets/.*") && (inCore || path.startsWith("app/cli/")))
        return "core and the command line do not include widgets";
    if (isQt(name) && (inCore || path.startsWith("app/cli/")))
        return "core and the command line do not include Qt";
    if (name.startsWith("widgets/") && kBelowInWidgets.contains(folder) &&
        !matches(name, qPrintable("widgets/(" + kBelowInWidgets[folder] + ")/.*")))
        return folder + " includes only widgets' " + kBelowInWidgets[folder].split('|').join(", ");
    if (!inCore)
        return {};

    if (isOwn(name) && kBelow.contains(folder) && !matches(name, qPrintable("core/(" + kBelow[folder] + ")/.*")))
        return folder + " includes only core's " + kBelow[folder].split('|').join(", ");
    if (matches(folder, "core/(net|attribution|training)") && !isTorch(name) && !isOwn(name) && !isStandard(name))
        return folder + " builds with LibTorch and the standard library alone";
    if (folder == "core/base" && isHeader && !isOwn(name) && !isStandard(name) && !isPosix(name))
        return "headers of core/base need no other library";
    return {};
}

/// "file:line: include: rule" for each include that breaks a rule.
QStringList includeProblems(const QString& path, const QString& text)
{
    QStringList problems;
    for (const Include& include : includesOf(text))
        if (const QString rule = brokenRule(path, include.name); !rule.isEmpty())
            problems << QString("%1:%2: %3: %4").arg(path).arg(include.line).arg(include.name, rule);
    return problems;
}

/// The same for files that must not include torch and do so by way of our own headers.
QStringList hiddenTorchProblems(const Sources& sources)
{
    QMap<QString, QList<Include>> includes;
    QSet<QString> withTorch;
    for (auto source = sources.begin(); source != sources.end(); ++source) {
        includes[source.key()] = includesOf(source.value());
        for (const Include& include : std::as_const(includes[source.key()]))
            if (isTorch(include.name))
                withTorch.insert(source.key());
    }
    for (qsizetype before = -1; before != withTorch.size();) { // until no file is added
        before = withTorch.size();
        for (auto file = includes.cbegin(); file != includes.cend(); ++file)
            for (const Include& include : file.value())
                if (withTorch.contains(include.name))
                    withTorch.insert(file.key());
    }
    QStringList problems;
    for (auto file = includes.cbegin(); file != includes.cend(); ++file)
        for (const Include& include : file.value())
            if (!mayIncludeTorch(file.key()) && withTorch.contains(include.name))
                problems << QString("%1:%2: %3: that header includes torch")
                                .arg(file.key())
                                .arg(include.line)
                                .arg(include.name);
    return problems;
}

/// "file:1: …" where the licence is missing from the first line, or the second of a script.
QString licenceProblem(const QString& path, const QString& text)
{
    const int line = text.startsWith("#!") ? 1 : 0;
    if (text.section('\n', line, line).contains("SPDX-License-Identifier: GPL-3.0-or-later"))
        return {};
    return QString("%1:%2: no SPDX-License-Identifier: GPL-3.0-or-later").arg(path).arg(line + 1);
}

/// All files of the given kinds below a folder of the source tree, but for build folders and hidden ones.
void read(const QString& folder, const QStringList& kinds, Sources& to)
{
    const QDir root(DUOSCOPE_SOURCE_DIR);
    if (QFile::exists(root.filePath(folder + "/CMakeCache.txt")))
        return;
    for (const QFileInfo& entry : QDir(root.filePath(folder)).entryInfoList(kinds, QDir::Files)) {
        QFile file(entry.filePath());
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(entry.filePath()));
        to[root.relativeFilePath(entry.filePath())] = QString::fromUtf8(file.readAll());
    }
    for (const QString& name : QDir(root.filePath(folder)).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        read(folder + '/' + name, kinds, to);
}

/// Prints the problems, as a failure's message has no room for many, and returns their number.
int listed(const QStringList& problems)
{
    for (const QString& problem : problems)
        qWarning("%s", qPrintable(problem));
    return static_cast<int>(problems.size());
}

/// The sources whose includes are bound by the layers.
Sources layers()
{
    Sources sources;
    for (const char* folder : {"app", "core", "widgets"})
        read(folder, {"*.h", "*.cpp"}, sources);
    return sources;
}

} // namespace

class TestLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // First the rules themselves: each must be able to find what it forbids.

    void rules_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("problem"); // empty: allowed

        const auto allow = [](const char* path, const char* name) {
            QTest::addRow("%s may include %s", path, name) << path << name << "";
        };
        const auto forbid = [](const char* path, const char* name, const char* problem) {
            QTest::addRow("%s must not include %s", path, name) << path << name << problem;
        };
        allow("core/net/model.h", "torch/torch.h");
        allow("core/attribution/quadrature.h", "torch/torch.h");
        allow("core/training/trainer.h", "ATen/ATen.h");
        allow("core/fusion/uaafusion_run.cpp", "torch/torch.h");
        for (const char* header : {"torch/torch.h", "c10/util/Exception.h", "caffe2/serialize/inline_container.h",
                                   "ATen/Parallel.h", "torch/version.h"}) {
            forbid("core/fusion/fusion_trace.h", header, "torch stays");
            forbid("core/base/error.h", header, "torch stays");
            forbid("core/image/colour.h", header, "torch stays");
            forbid("widgets/viewer/pane.h", header, "torch stays");
            forbid("widgets/viewer/pane.cpp", header, "torch stays");
            forbid("app/cli/main.cpp", header, "torch stays");
        }
        for (const char* header :
             {"QString", "QtGlobal", "QtCore/QString", "QtCore/qstring.h", "Qt/qobject.h", "qglobal.h", "QDir"}) {
            forbid("core/fusion/trace_writer.cpp", header, "Qt");
            forbid("core/base/error.h", header, "Qt");
            forbid("core/net/model.cpp", header, "Qt");
            forbid("app/cli/main.cpp", header, "Qt");
            allow("widgets/panels/probe.h", header);
            allow("app/gui/main.cpp", header);
        }
        for (const char* header : {"sys/socket.h", "netdb.h", "netinet/in.h", "curl/curl.h", "QNetworkAccessManager",
                                   "QtNetwork/QTcpSocket", "QTcpSocket", "QHostInfo"})
            for (const char* path : {"core/base/error.cpp", "app/cli/main.cpp", "widgets/shell/main_window.cpp"})
                forbid(path, header, "network");
        for (const char* header : {"opencv2/core.hpp", "spdlog/spdlog.h", "nlohmann/json.hpp", "CLI/CLI.hpp",
                                   "openssl/evp.h", "zlib.h", "unistd.h", "sys/mman.h", "omp.h"}) {
            forbid("core/net/model.cpp", header, "alone");
            forbid("core/attribution/quadrature.h", header, "alone");
            forbid("core/training/trainer.cpp", header, "alone");
            allow("core/fusion/trace_writer.cpp", header);
        }
        for (const char* header : {"opencv2/core.hpp", "spdlog/spdlog.h", "nlohmann/json.hpp", "openssl/evp.h"}) {
            forbid("core/base/error.h", header, "no other library");
            allow("core/base/error.cpp", header);
        }
        for (const char* header : {"vector", "stop_token", "string_view", "cstdint", "stdint.h", "math.h"}) {
            allow("core/base/error.h", header);
            allow("core/net/model.h", header);
            allow("core/training/trainer.cpp", header);
        }
        allow("core/base/atomic_file.cpp", "unistd.h");
        allow("core/base/atomic_file.h", "sys/types.h");

        allow("widgets/plots/curve.cpp", "qcustomplot.h");
        for (const char* path : {"widgets/plots/curve.h", "widgets/panels/stages.cpp", "app/gui/main.cpp",
                                 "core/report/report.cpp", "core/base/error.h"}) {
            forbid(path, "qcustomplot.h", "qcustomplot.h");
            forbid(path, "third_party/qcustomplot/qcustomplot.h", "qcustomplot.h");
        }

        allow("app/gui/main.cpp", "widgets/shell/main_window.h");
        allow("widgets/panels/stages.cpp", "widgets/plots/curve.h");
        forbid("widgets/bridge/session.cpp", "widgets/models/pairs.h", "includes only");
        forbid("widgets/viewer/pane.cpp", "widgets/panels/probe.h", "includes only");
        forbid("widgets/models/pairs.h", "widgets/viewer/pane.h", "includes only");
        allow("app/gui/main.cpp", "core/fusion/fusion_method.h");
        allow("widgets/shell/main_window.cpp", "core/fusion/fusion_method.h");
        forbid("core/fusion/fusion_method.cpp", "app/resources.h", "below app");
        forbid("core/fusion/fusion_method.cpp", "widgets/viewer/pane.h", "widgets");
        forbid("core/net/model.h", "widgets/viewer/pane.h", "widgets");
        forbid("widgets/shell/main_window.cpp", "app/resources.h", "below app");
        forbid("app/cli/main.cpp", "widgets/viewer/pane.h", "widgets");

        allow("core/fusion/uaafusion_run.cpp", "core/attribution/guided_fusion.h");
        allow("core/report/report.cpp", "core/batch/queue.h");
        allow("core/attribution/guided_fusion.h", "core/net/deeplab.h");
        allow("core/training/trainer.cpp", "core/attribution/guided_fusion.h");
        allow("core/metrics/entropy.cpp", "core/image/colour.h");
        for (const char* path : {"core/image/colour.cpp", "core/labels/class_set.h", "core/dataset/scene_model.cpp",
                                 "core/metrics/entropy.cpp", "core/net/model.cpp", "core/attribution/quadrature.cpp",
                                 "core/training/trainer.h", "core/base/job.cpp"}) {
            forbid(path, "core/fusion/fusion_trace.h", "includes only");
            forbid(path, "core/batch/queue.h", "includes only");
        }
        for (const char* path : {"core/image/colour.cpp", "core/labels/class_set.h", "core/dataset/scene_model.cpp",
                                 "core/metrics/entropy.cpp", "core/base/job.cpp"})
            forbid(path, "core/net/safetensors_header.h", "includes only");
        forbid("core/net/model.cpp", "core/image/colour.h", "includes only");
        forbid("core/net/model.cpp", "core/attribution/quadrature.h", "includes only");
        forbid("core/image/colour.h", "core/labels/class_set.h", "includes only");
        forbid("core/base/job.h", "core/image/colour.h", "includes only");

        forbid("core/fusion/npy.cpp", "../net/model.h", "from the root");
        forbid("widgets/viewer/pane.cpp", "../../app/resources.h", "from the root");
        forbid("core/fusion/npy.cpp", "core/fusion/../net/model.h", "from the root");
    }
    void rules()
    {
        QFETCH(QString, path);
        QFETCH(QString, name);
        QFETCH(QString, problem);
        for (const char* form : {"#include <%1>", "#include \"%1\"", "  #  include <%1> // why", "#include\"%1\"\r"}) {
            const QString text = "// A comment\n#pragma once\n" + QString(form).arg(name) + "\nint a;\n";
            const QStringList problems = includeProblems(path, text);
            if (problem.isEmpty()) {
                QCOMPARE(problems, QStringList());
            } else {
                QCOMPARE(problems.size(), 1);
                QVERIFY2(problems[0].startsWith(path + ":3: " + name + ": "), qPrintable(problems[0]));
                QVERIFY2(problems[0].contains(problem), qPrintable(problems[0]));
            }
        }
        QCOMPARE(includeProblems(path, "// #include <" + name + ">\n"), QStringList());
    }

    void torchByWayOfOurHeaders()
    {
        const Sources sources{
            {"core/net/model.h", "#include <torch/torch.h>"},
            {"core/net/header.h", "#include <string>"},
            {"core/attribution/weights.h", "#pragma once\n#include \"core/net/model.h\""},
            {"core/fusion/run.h", "#pragma once\n\n#include \"core/attribution/weights.h\""},
            {"core/fusion/run.cpp", "#include \"core/fusion/run.h\"\n#include \"core/net/model.h\""},
            {"core/fusion/method.h", "#include <string>\n#include \"core/net/header.h\""},
            {"widgets/viewer/pane.cpp", "#include \"core/fusion/run.h\"\n#include \"core/fusion/method.h\""},
            {"app/cli/main.cpp", "#include \"core/fusion/method.h\"\n#include \"core/net/model.h\""},
        };
        QCOMPARE(hiddenTorchProblems(sources),
                 (QStringList{"app/cli/main.cpp:2: core/net/model.h: that header includes torch",
                              "core/fusion/run.h:3: core/attribution/weights.h: that header includes torch",
                              "widgets/viewer/pane.cpp:1: core/fusion/run.h: that header includes torch"}));
    }

    void licenceLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line"); // of the problem; 0: none
        QTest::newRow("source") << "// SPDX-License-Identifier: GPL-3.0-or-later\n#pragma once\n" << 0;
        QTest::newRow("script") << "#!/bin/sh\n# SPDX-License-Identifier: GPL-3.0-or-later\n" << 0;
        QTest::newRow("missing") << "#pragma once\n" << 1;
        QTest::newRow("empty file") << "" << 1;
        QTest::newRow("missing in a script") << "#!/bin/sh\nset -e\n" << 2;
        QTest::newRow("too late") << "#pragma once\n// SPDX-License-Identifier: GPL-3.0-or-later\n" << 1;
        QTest::newRow("another licence") << "// SPDX-License-Identifier: MIT\n" << 1;
        QTest::newRow("version 3 only") << "// SPDX-License-Identifier: GPL-3.0-only\n" << 1;
    }
    void licenceLine()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        const QString problem = licenceProblem("a.h", text);
        QCOMPARE(problem.isEmpty(), line == 0);
        if (line)
            QVERIFY2(problem.startsWith(QString("a.h:%1: ").arg(line)), qPrintable(problem));
    }

    // Then the sources.

    void includesKeepToTheLayers()
    {
        const Sources sources = layers();
        QVERIFY(sources.contains("core/base/error.h")); // the scan finds what is there
        QVERIFY(sources.contains("core/net/model.cpp"));
        QVERIFY(sources.contains("app/cli/main.cpp"));
        QStringList problems;
        for (auto source = sources.begin(); source != sources.end(); ++source)
            problems << includeProblems(source.key(), source.value());
        QCOMPARE(listed(problems), 0);
    }

    void ownIncludesExist()
    {
        const Sources sources = layers();
        QStringList problems; // a name that is written otherwise would slip through the rules
        for (auto source = sources.begin(); source != sources.end(); ++source)
            for (const Include& include : includesOf(source.value()))
                if (isOwn(include.name) && !sources.contains(include.name))
                    problems << QString("%1:%2: %3 is not there").arg(source.key()).arg(include.line).arg(include.name);
        QCOMPARE(listed(problems), 0);
    }

    void codeFromOutside_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("module") << "core/fusion/script_module.cpp"
                                << "torch::jit::load(file)" << true;
        QTest::newRow("module elsewhere") << "core/net/model.cpp"
                                          << "torch::jit::load(file)" << false;
        QTest::newRow("weights") << "core/net/model.cpp"
                                 << "torch::load(model, file);" << false;
        QTest::newRow("library") << "core/fusion/script_module.cpp"
                                 << "dlopen(name, RTLD_NOW)" << false;
        QTest::newRow("shell") << "app/cli/main.cpp"
                               << "std::system(\"ls\");" << false;
        QTest::newRow("program") << "core/report/external_program.cpp"
                                 << "::posix_spawn(&id, path)" << true;
        QTest::newRow("process") << "widgets/shell/tour.cpp"
                                 << "QProcess process;" << false;
        QTest::newRow("locale") << "widgets/shell/appearance.cpp"
                                << "QLocale::system().name()" << true;
    }
    void codeFromOutside()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, allowed);
        QCOMPARE(outsideCodeProblems(path, text).isEmpty(), allowed);
    }

    void codeComesFromOutsideOnlyWhereItMay()
    {
        const Sources sources = layers();
        QStringList problems;
        for (auto source = sources.begin(); source != sources.end(); ++source)
            problems << outsideCodeProblems(source.key(), source.value());
        QCOMPARE(listed(problems), 0);
        QVERIFY(sources["core/fusion/script_module.cpp"].contains("jit::load")); // the rule is about what is there
    }

    void noTorchByWayOfOurHeaders()
    {
        const QStringList problems = hiddenTorchProblems(layers());
        QCOMPARE(listed(problems), 0);
    }

    void everySourceNamesItsLicence()
    {
        Sources sources;
        const QStringList kinds{"*.h", "*.cpp", "*.py", "*.sh", "*.cmake", "*.cmake.in", "CMakeLists.txt"};
        const QDir root(DUOSCOPE_SOURCE_DIR);
        for (const QString& name : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot))
            if (!matches(name, "build.*|shared|third_party")) // neither ours nor sources
                read(name, kinds, sources);
        for (const QString& name : root.entryList(kinds, QDir::Files)) {
            QFile file(root.filePath(name));
            QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(name));
            sources[name] = QString::fromUtf8(file.readAll());
        }
        QVERIFY(sources.contains("CMakeLists.txt"));
        QVERIFY(sources.contains("core/base/CMakeLists.txt"));
        QVERIFY(sources.contains("tests/tst_layers.cpp"));
        QStringList problems;
        for (auto source = sources.begin(); source != sources.end(); ++source)
            if (const QString problem = licenceProblem(source.key(), source.value()); !problem.isEmpty())
                problems << problem;
        QCOMPARE(listed(problems), 0);
    }
};

DUOSCOPE_TEST_MAIN(TestLayers)
#include "tst_layers.moc"
