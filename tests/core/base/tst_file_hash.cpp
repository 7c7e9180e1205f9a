// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "tests/support/error_log_guard.h"
#include "tests/support/files.h"

#include <QTemporaryDir>

using namespace duoscope;

class TestFileHash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knownDigests() // FIPS 180-2, appendix B, and the empty message
    {
        QTemporaryDir folder;
        const QString path = folder.filePath("x");
        QVERIFY(test::writeFile(path, "abc"));
        QCOMPARE(fileHash(test::toPath(path)), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        QVERIFY(test::writeFile(path, {}));
        QCOMPARE(fileHash(test::toPath(path)), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        QVERIFY(test::writeFile(path, QByteArray(1'000'000, 'a')));
        QCOMPARE(fileHash(test::toPath(path)), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        VERIFY_ERROR(fileHash(test::toPath(folder.filePath("absent"))), "can't be opened");
    }
};

DUOSCOPE_TEST_MAIN(TestFileHash)
#include "tst_file_hash.moc"
