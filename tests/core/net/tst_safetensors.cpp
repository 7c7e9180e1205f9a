// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/net/safetensors.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"
#include "tests/support/golden_tensors.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtEndian>

#include <random>

using namespace duoscope;
using duoscope::test::toPath;
using duoscope::test::writeFile;

namespace {

/// A file as the format's description says, made by hand.
QByteArray fileOf(const QByteArray& header, const QByteArray& data)
{
    QByteArray bytes(8, '\0');
    qToLittleEndian<quint64>(static_cast<quint64>(header.size()), bytes.data());
    return bytes + header + data;
}

const QByteArray kGoodHeader = R"({"__metadata__":{"name":"x"},)"
                               R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},)"
                               R"("b":{"dtype":"U8","shape":[2,2],"data_offsets":[8,12]}})";

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void roundTripKeepsEveryType()
    {
        QTemporaryDir folder;
        WeightFile content;
        content.metadata = {{"name", "a \"quoted\" name\n中文"}, {"empty", ""}};
        for (const auto type : {torch::kFloat32, torch::kFloat16, torch::kBFloat16, torch::kFloat64, torch::kInt64,
                                torch::kInt32, torch::kInt16, torch::kInt8, torch::kUInt8, torch::kBool})
            content.tensors[torch::toString(type)] = torch::randint(0, 2, {3, 5}).to(type);
        content.tensors["scalar"] = torch::tensor(7.5F);
        content.tensors["none"] = torch::empty({0, 4});
        content.tensors["strided"] = torch::rand({4, 6}).t();
        const auto path = toPath(folder.filePath("模型.safetensors"));
        writeSafetensors(path, content);
        const WeightFile back = readSafetensors(path);
        QCOMPARE(back.metadata, content.metadata);
        QCOMPARE(back.tensors.size(), content.tensors.size());
        for (const auto& [name, tensor] : content.tensors) {
            QVERIFY2(back.tensors.at(name).scalar_type() == tensor.scalar_type(), name.c_str());
            QVERIFY2(torch::equal(back.tensors.at(name), tensor), name.c_str());
        }
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden).size(), 1); // no temporary left
    }

    void readsWhatTheFormatDescribes()
    {
        QTemporaryDir folder;
        const float numbers[2] = {1.5F, -2.0F};
        const QByteArray data = QByteArray(reinterpret_cast<const char*>(numbers), 8) + QByteArray("\1\2\3\4", 4);
        QVERIFY(writeFile(folder.filePath("x"), fileOf(kGoodHeader, data)));
        const WeightFile file = readSafetensors(toPath(folder.filePath("x")));
        QCOMPARE(file.metadata.at("name"), "x");
        QVERIFY(torch::equal(file.tensors.at("a"), torch::tensor({1.5F, -2.0F})));
        QCOMPARE(file.tensors.at("b")[1][0].item<int>(), 3);
    }

    void damaged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("reason");
        const QByteArray data(12, '\1');
        const auto with = [&](const char* before, const QByteArray& after) {
            QByteArray header = kGoodHeader;
            Q_ASSERT(header.contains(before));
            return fileOf(header.replace(before, after), data);
        };
        QTest::newRow("empty") << QByteArray() << "0 bytes are too few";
        QTest::newRow("seven bytes") << QByteArray(7, '\0') << "7 bytes are too few";
        QTest::newRow("overlong header") << QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10)
                                         << "the file ends after 10";
        QTest::newRow("header over the limit, sparse data") << fileOf(kGoodHeader, data).left(20) << "ends after 20";
        QTest::newRow("no JSON") << fileOf("[]", {}) << "'{' is missing";
        QTest::newRow("unfinished text") << fileOf("{\"a", {}) << "does not end";
        QTest::newRow("something behind") << fileOf(kGoodHeader + "x", data) << "follows the header's end";
        QTest::newRow("lone surrogate") << with("\"x\"", "\"\\ud800\"") << "surrogate";
        QTest::newRow("unknown type") << with("F32", "F99") << "unknown type \"F99\"";
        QTest::newRow("unknown member") << with("\"shape\":[2],", "\"shape\":[2],\"code\":\"rm\",")
                                        << "unknown entry \"code\"";
        QTest::newRow("no shape") << with("\"shape\":[2],", "") << "lacks its dtype, shape";
        QTest::newRow("negative side") << with("[2,2]", "[-2,-2]") << "whole number is missing";
        QTest::newRow("fractional side") << with("[2,2]", "[2.0,2]") << "']' is missing";
        QTest::newRow("side beyond 64 bits") << with("[2,2]", "[99999999999999999999,2]") << "number is too large";
        QTest::newRow("product beyond 64 bits") << with("[2,2]", "[4611686018427387904,4]") << "larger than any memory";
        QTest::newRow("out of range") << with("[8,12]", "[8,13]") << "outside the 12 bytes";
        QTest::newRow("far out of range")
            << with("[8,12]", "[9223372036854775800,9223372036854775804]") << "outside the 12 bytes";
        QTest::newRow("end before begin") << with("[8,12]", "[12,8]") << "outside the 12 bytes";
        QTest::newRow("overlap") << with("[8,12]", "[4,8]") << "\"a\" and \"b\" overlap";
        QTest::newRow("gap") << fileOf(QByteArray(kGoodHeader).replace("[8,12]", "[9,13]"), data + 'x')
                             << "nothing describes the bytes 8 to 9";
        QTest::newRow("data behind") << fileOf(kGoodHeader, data + 'x') << "from 12 to the end at 13";
        QTest::newRow("data cut off") << fileOf(kGoodHeader, data.left(11)) << "outside the 11 bytes";
        QTest::newRow("shape against length") << with("[2,2]", "[2,3]") << "4 bytes where its shape asks for 6";
        QTest::newRow("doubled tensor") << with("\"b\"", "\"a\"") << "\"a\" is there twice";
        QTest::newRow("two shapes") << with("\"shape\":[2],", "\"shape\":[2],\"shape\":[1],") << "\"a\" has two shapes";
        QTest::newRow("endless shape") << with("[2,2]", "[" + QByteArray("1,").repeated(70) + "4]")
                                       << "more than 64 numbers";
        QTest::newRow("three offsets") << with("[8,12]", "[8,12,13]") << "3 offsets";
    }
    void damaged()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, reason);
        QTemporaryDir folder;
        QVERIFY(writeFile(folder.filePath("bad.safetensors"), bytes));
        VERIFY_ERROR(readSafetensors(toPath(folder.filePath("bad.safetensors"))), reason);
        VERIFY_ERROR(readSafetensorsHeader(toPath(folder.filePath("bad.safetensors"))), reason);
    }

    void missingFileAndDirectory()
    {
        QTemporaryDir folder;
        VERIFY_ERROR(readSafetensors(toPath(folder.filePath("absent"))), "no such file");
        VERIFY_ERROR(readSafetensors(toPath(folder.path())), "a directory");
    }

    void everySingleByteChangeIsAnErrorOrAFile()
    {
        QTemporaryDir folder;
        const QByteArray good = fileOf(kGoodHeader, QByteArray(12, '\1'));
        std::mt19937 random(1); // fixed, so that a failure can be repeated
        int refused = 0;
        for (int i = 0; i < 600; ++i) {
            QByteArray bytes = good;
            bytes[static_cast<qsizetype>(random() % static_cast<unsigned>(bytes.size()))] = static_cast<char>(random());
            QVERIFY(writeFile(folder.filePath("x"), bytes));
            try {
                readSafetensors(toPath(folder.filePath("x")));
            } catch (const Error&) {
                ++refused;
            }
        }
        QVERIFY(refused > 300); // most of the bytes are header
    }

    void unwritablePlaceIsAnError()
    {
        QTemporaryDir folder;
        VERIFY_ERROR(writeSafetensors(toPath(folder.filePath("absent/x.safetensors")), {}), "Cannot write");
    }
};

DUOSCOPE_TEST_MAIN(TestSafetensors)
#include "tst_safetensors.moc"
