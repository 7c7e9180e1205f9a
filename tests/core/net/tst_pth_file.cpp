// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/net/pickle_machine.h"
#include "core/net/pth_file.h"
#include "core/net/released_checkpoint.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <QFileInfo>
#include <QTemporaryDir>

#include <random>

using namespace duoscope;
using duoscope::test::readFile;
using duoscope::test::toPath;
using duoscope::test::writeFile;

namespace {
const QString kLegacy = DUOSCOPE_SOURCE_DIR "/tests/golden/legacy.pth";
const QString kReference = DUOSCOPE_SHARED "/reference/";

/// A literal with its zero bytes.
template <std::size_t N>
QByteArray bytes(const char (&literal)[N])
{
    return QByteArray(literal, N - 1);
}
} // namespace

#define SKIP_WITHOUT_REFERENCE()                                                                                       \
    do {                                                                                                               \
        if (!QFileInfo::exists(kReference))                                                                            \
            QSKIP("the reference data is not beside the checkout");                                                    \
    } while (false)

class TestPthFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void legacyFormat()
    {
        const NamedTensors tensors = readPth(toPath(kLegacy));
        QCOMPARE(tensors.size(), std::size_t(4));
        const torch::Tensor weight = torch::arange(6).to(torch::kFloat32).mul(0.5).view({2, 3});
        QVERIFY(torch::equal(tensors.at("model.layer.weight"), weight));
        QVERIFY(torch::equal(tensors.at("model.layer.transposed"), weight.t()));
        QVERIFY(torch::equal(tensors.at("model.layer.bias"), torch::tensor({4.5F, 5.0F, 5.5F})));
        QCOMPARE(tensors.at("model.layer.count").item<std::int64_t>(), 7);
        QCOMPARE(tensors.at("model.layer.count").dim(), 0);
    }

    void zipFormatAsLibTorchWritesIt()
    {
        QTemporaryDir folder;
        c10::Dict<std::string, torch::Tensor> dictionary;
        dictionary.insert("first", torch::tensor({1.0F, 2.0F}));
        dictionary.insert("second", torch::ones({2, 2}, torch::kInt64));
        const std::vector<char> bytes = torch::pickle_save(dictionary);
        QVERIFY(writeFile(folder.filePath("x.pth"), QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size()))));
        const NamedTensors tensors = readPth(toPath(folder.filePath("x.pth")));
        QVERIFY(torch::equal(tensors.at("first"), torch::tensor({1.0F, 2.0F})));
        QVERIFY(torch::equal(tensors.at("second"), torch::ones({2, 2}, torch::kInt64)));
    }

    void refusionCheckpoints_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* task : {"IVIF", "MEIF", "MFIF", "MIF"})
            QTest::newRow(task) << QString("ReFusion_%1.pth").arg(task);
    }
    void refusionCheckpoints()
    {
        SKIP_WITHOUT_REFERENCE();
        QFETCH(QString, name);
        const NamedTensors tensors = readPth(toPath(kReference + "refusion/weights/" + name));
        QCOMPARE(tensors.size(), std::size_t(140));
        std::int64_t distinct = 0;
        for (const auto& [key, tensor] : tensors) {
            QVERIFY2(torch::isfinite(tensor).all().item<bool>(), key.c_str());
            // Every convolution is stored under two names.
            const std::size_t alias = key.rfind(".conv.weight");
            if (alias != std::string::npos)
                QVERIFY2(torch::equal(tensor, tensors.at(key.substr(0, alias) + ".weight")), key.c_str());
            else
                distinct += tensor.numel();
        }
        QCOMPARE(distinct, 59'856);
        // They are no UAAFusion checkpoints, and the importer says so.
        VERIFY_ERROR(importReleasedCheckpoint(tensors, "x"), "has not the layout of UAAFusion");
    }

    void uaafusionCheckpoint()
    {
        SKIP_WITHOUT_REFERENCE();
        const NamedTensors tensors = readPth(toPath(kReference + "uaafusion/uaafusion_random.pth"));
        QCOMPARE(tensors.size(), std::size_t(575));
        QCOMPARE(tensors.at("model_f.alpha").numel(), 5);

        NamedTensors lacking = tensors;
        lacking.erase("model_s.cat_conv.5.running_var");
        VERIFY_ERROR(importReleasedCheckpoint(lacking, "x"), "\"model_s.cat_conv.5.running_var\" is missing");
        NamedTensors more = tensors;
        more["model_f.extra"] = torch::zeros({1});
        VERIFY_ERROR(importReleasedCheckpoint(more, "x"), "\"model_f.extra\" belongs to no layer");
        NamedTensors wrong = tensors;
        wrong["model_f.blockflow.2.conv4.0.conv_unit.2.bias"] = torch::zeros({2});
        VERIFY_ERROR(importReleasedCheckpoint(wrong, "x"), "is 2 instead of 1");
        NamedTensors infinite = tensors;
        infinite["model_f.alpha"] = torch::full({5}, INFINITY);
        VERIFY_ERROR(importReleasedCheckpoint(infinite, "x"), "not finite");
    }

    void hostilePickles_data()
    {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("reason");
        QTest::newRow("empty") << QByteArray() << "ends too early";
        QTest::newRow("a call to the system")
            << bytes("cos\nsystem\n(X\4\0\0\0echotR.") << "Python object of the type os.system";
        QTest::newRow("a class of a project") << QByteArray("cnets.model\nNet\n.") << "nets.model.Net";
        QTest::newRow("stack underflow") << QByteArray("\x85.") << "takes more values";
        QTest::newRow("no mark") << QByteArray("t.") << "lacks a mark";
        QTest::newRow("recall of nothing") << bytes("h\7.") << "never kept";
        QTest::newRow("text longer than the file") << QByteArray("X\xff\xff\xff\xff.") << "ends too early";
        QTest::newRow("newer protocol") << QByteArray("\x80\5.") << "newer";
        QTest::newRow("unknown instruction") << QByteArray("\x93.") << "instruction 147";
        QTest::newRow("name without value") << QByteArray("}(Nu.") << "name without a value";
        QTest::newRow("items into a tuple") << QByteArray(")NNs.") << "not built as PyTorch";
        QTest::newRow("call of a number") << QByteArray("K\1)R.") << "no function";
    }
    void hostilePickles()
    {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, reason);
        try {
            PickleMachine().run({pickle.constData(), static_cast<std::size_t>(pickle.size())});
            QFAIL("the pickle was accepted");
        } catch (const std::runtime_error& problem) {
            QVERIFY2(QString(problem.what()).contains(reason), problem.what());
        }
    }

    void deepAndCircularPicklesDoNoHarm()
    {
        QByteArray nested(200'000, ']'); // lists, each appended to the one before
        nested += QByteArray(199'999, 'a') + '.';
        PickleMachine().run({nested.constData(), static_cast<std::size_t>(nested.size())});
        const QByteArray circular("]q\0h\0a.", 7); // a list that holds itself
        PickleMachine().run({circular.constData(), static_cast<std::size_t>(circular.size())});
    }

    void smallFilesCannotNameEndlessTensors()
    {
        // Dictionaries nested seven deep, each holding the one below forty times: 40^7 names in 2 KB.
        QByteArray pickle = bytes("}q\0");
        for (int level = 1; level <= 7; ++level) {
            pickle += bytes("}q") + static_cast<char>(level) + '(';
            for (int i = 0; i < 40; ++i)
                pickle += bytes("X\2\0\0\0") + QByteArray::number(10 + i) + 'h' + static_cast<char>(level - 1);
            pickle += 'u';
        }
        pickle += '.';
        QByteArray legacy;
        legacy += bytes("\x80\2\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.\x80\2M\xe9\3.\x80\2}.");
        legacy += bytes("\x80\2") + pickle + bytes("\x80\2].");
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("x.pth"), legacy));
        VERIFY_ERROR(readPth(toPath(folder.filePath("x.pth"))), "more than 100000 names");

        QByteArray texts = bytes("X\0\0\x10\0") + QByteArray(1 << 20, 'x') + bytes("q\0"); // 1 MB, recalled often
        texts += QByteArray("h\0", 2).repeated(1000) + '.';
        QVERIFY_EXCEPTION_THROWN(PickleMachine().run({texts.constData(), static_cast<std::size_t>(texts.size())}),
                                 std::runtime_error);
    }

    void picklesOfManyInstructions()
    {
        const QByteArray pickle = QByteArray(4'000'001, 'N') + '.'; // "None", a byte each
        try {
            PickleMachine().run({pickle.constData(), static_cast<std::size_t>(pickle.size())});
            QFAIL("the pickle was accepted");
        } catch (const std::runtime_error& problem) {
            QVERIFY2(QString(problem.what()).contains("more than 4000000 instructions"), problem.what());
        }
    }

    void compressedArchivesAreRefused()
    {
        // One entry, deflated, as zip programs write it and PyTorch does not; only its directory matters here.
        QByteArray entry = bytes("PK\1\2") + QByteArray(42, '\0') + 'x';
        entry[10] = 8; // deflate
        entry[28] = 1; // length of the name
        QByteArray end = bytes("PK\5\6") + QByteArray(18, '\0');
        end[10] = 1;
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("x.pth"), entry + end));
        VERIFY_ERROR(readPth(toPath(folder.filePath("x.pth"))), "archive is compressed");
        entry[10] = 0;
        entry[27] = 0x70; // uncompressed size over a gigabyte
        QVERIFY(writeFile(folder.filePath("x.pth"), entry + end));
        VERIFY_ERROR(readPth(toPath(folder.filePath("x.pth"))), "an entry is longer than the file");
    }

    void tensorsOutsideTheirData()
    {
        const auto run = [](const QByteArray& sizes, const QByteArray& strides, const QByteArray& offset) {
            const QByteArray pickle = "ctorch._utils\n_rebuild_tensor_v2\n((X" + bytes("\7\0\0\0") +
                                      "storagectorch\nFloatStorage\nX" + bytes("\1\0\0\0") + "0X" + bytes("\3\0\0\0") +
                                      "cpuK\4tQ" + offset + sizes + strides + "tR.";
            PickleMachine machine([](const PickleStorage& storage) { return torch::zeros({storage.elements}); });
            return std::get<torch::Tensor>(machine.run({pickle.constData(), static_cast<std::size_t>(pickle.size())}));
        };
        const auto tuple = [](char value) { return QByteArray("K") + value + QByteArray("\x85"); };
        const QByteArray zero("K\0", 2);
        QCOMPARE(run(tuple(4), tuple(1), zero).numel(), 4);
        QVERIFY_EXCEPTION_THROWN(run(tuple(5), tuple(1), zero), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(run(tuple(3), tuple(2), zero), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(run(tuple(4), tuple(1), "K\1"), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(run(tuple(1), tuple(1), QByteArray("J\xff\xff\xff\xff")), std::runtime_error);
        QVERIFY_EXCEPTION_THROWN(run(QByteArray("J\xff\xff\xff\xff\x85"), tuple(1), zero), std::runtime_error);
    }

    void damagedFilesAreErrors()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("x.pth");
        const auto refuses = [&](const QByteArray& bytes) {
            writeFile(path, bytes);
            try {
                readPth(toPath(path));
            } catch (const Error& error) {
                return QString(error.what());
            }
            return QString();
        };
        const QByteArray legacy = readFile(kLegacy);
        for (qsizetype length = 0; length < legacy.size(); ++length)
            QVERIFY2(!refuses(legacy.left(length)).isEmpty(), qPrintable(QString("cut after %1").arg(length)));
        QVERIFY(refuses("PK\3\4 but no archive").contains("damaged"));
        QVERIFY(refuses("not a checkpoint").contains("magic number"));
        VERIFY_ERROR(readPth(toPath(folder.path())), "a directory");
        VERIFY_ERROR(readPth(toPath(folder.filePath("absent"))), "no such file");

        std::mt19937 random(2);         // fixed, so that a failure can be repeated
        for (int i = 0; i < 500; ++i) { // each must give tensors or an Error, never anything else
            QByteArray bytes = legacy;
            bytes[static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size()))] = static_cast<char>(random());
            refuses(bytes);
        }
    }

    void cutZipArchives()
    {
        SKIP_WITHOUT_REFERENCE();
        QTemporaryDir folder;
        const QByteArray bytes = readFile(kReference + "refusion/weights/ReFusion_IVIF.pth");
        for (const qsizetype length : {qsizetype(4), qsizetype(100), bytes.size() / 2, bytes.size() - 1}) {
            QVERIFY(writeFile(folder.filePath("x.pth"), bytes.left(length)));
            VERIFY_ERROR(readPth(toPath(folder.filePath("x.pth"))), "Cannot import");
        }
    }
};

DUOSCOPE_TEST_MAIN(TestPthFile)
#include "tst_pth_file.moc"
