// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <filesystem>

namespace duoscope::test {

/// A Qt path as the core takes it.
inline std::filesystem::path toPath(const QString& path) { return std::filesystem::path(path.toStdU16String()); }

inline bool writeFile(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

inline QByteArray readFile(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace duoscope::test

/// Runs a statement that must throw an Error whose text contains the given words.
#define VERIFY_ERROR(statement, words)                                                                                 \
    do {                                                                                                               \
        try {                                                                                                          \
            statement;                                                                                                 \
            QFAIL("no error was thrown");                                                                              \
        } catch (const duoscope::Error& error_) {                                                                      \
            QVERIFY2(QString::fromUtf8(error_.what()).contains(words), error_.what());                                 \
        }                                                                                                              \
    } while (false)
