// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/workspace_file.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace duoscope {
namespace {

constexpr qint64 kLargestFile = 64 << 20;
const QStringList kPairFiles{"infrared", "visible", "label"};

/// Calls function(value) for the model, the sources of external methods and each pair's files, where there are any; it
/// may change them.
template <typename Function>
void forEachPath(QJsonObject& workspace, Function function)
{
    const auto visit = [&function](QJsonObject& object, const QString& key) {
        QJsonValue value = object.value(key);
        if (!value.isObject())
            return;
        function(value);
        object[key] = value;
    };
    visit(workspace, "model");
    QJsonArray models = workspace.value("other_models").toArray();
    for (qsizetype i = 0; i < models.size(); ++i) {
        QJsonObject model{{"file", models[i]}};
        visit(model, "file");
        models[i] = model.value("file");
    }
    workspace["other_models"] = models;
    QJsonArray methods = workspace.value("methods").toArray();
    for (qsizetype i = 0; i < methods.size(); ++i) {
        QJsonObject method = methods[i].toObject();
        visit(method, "source");
        methods[i] = method;
    }
    workspace["methods"] = methods;
    QJsonArray pairs = workspace.value("pairs").toArray();
    for (qsizetype i = 0; i < pairs.size(); ++i) {
        QJsonObject pair = pairs[i].toObject();
        for (const QString& key : kPairFiles)
            visit(pair, key);
        pairs[i] = pair;
    }
    workspace["pairs"] = pairs;
}

[[noreturn]] void refuse(const QString& file, const std::string& why)
{
    throw Error(ErrorKind::Input, "Cannot open the workspace " + file.toStdString(), why,
                "Choose a file that Duoscope saved");
}

} // namespace

QString workspacePathOf(const QJsonValue& value)
{
    const QString path = value.toObject().value("path").toString();
    return path.contains(QChar(0)) ? QString() : path; // no file has such a name
}

bool workspacePathExists(const QJsonValue& value) { return QFileInfo::exists(workspacePathOf(value)); }

void writeWorkspace(const QString& file, const QJsonObject& workspace)
{
    const QByteArray bytes = QJsonDocument(workspace).toJson();
    writeAtomically(std::filesystem::path(file.toStdString()),
                    [&bytes](std::ostream& stream) { stream.write(bytes.constData(), bytes.size()); });
}

QJsonObject readWorkspace(const QString& file)
{
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly))
        refuse(file, source.errorString().toStdString());
    if (source.size() > kLargestFile)
        refuse(file, "it is larger than any workspace");
    QJsonParseError problem{};
    const QJsonDocument document = QJsonDocument::fromJson(source.readAll(), &problem);
    if (problem.error != QJsonParseError::NoError)
        refuse(file, "it is damaged: " + problem.errorString().toStdString());
    QJsonObject workspace = document.object();
    if (workspace.value("program").toString() != "duoscope" || workspace.value("format").toString() != "workspace")
        refuse(file, "it is no workspace");
    if (workspace.value("version").toInt() > kWorkspaceVersion)
        refuse(file, "it was saved by a later version of Duoscope");
    const QDir folder = QFileInfo(file).absoluteDir();
    forEachPath(workspace, [&folder](QJsonValue& value) {
        QJsonObject path = value.toObject();
        const QString relative = path.value("relative").toString();
        const QString there = QDir::cleanPath(folder.absoluteFilePath(relative));
        if (!workspacePathExists(value) && !relative.isEmpty() && QFileInfo::exists(there))
            path["path"] = there;
        value = path;
    });
    return workspace;
}

QStringList missingFiles(const QJsonObject& workspace)
{
    QStringList missing;
    QJsonObject copy = workspace;
    forEachPath(copy, [&missing](const QJsonValue& value) {
        if (!workspacePathExists(value))
            missing << workspacePathOf(value);
    });
    missing.removeDuplicates();
    return missing;
}

void relocate(QJsonObject& workspace, const QString& before, const QString& now)
{
    // What both have in common at their ends did not move; what stands before it did.
    QStringList oldParts = QDir::cleanPath(before).split('/');
    QStringList newParts = QDir::cleanPath(QFileInfo(now).absoluteFilePath()).split('/');
    while (oldParts.size() > 1 && newParts.size() > 1 && oldParts.back() == newParts.back()) {
        oldParts.removeLast();
        newParts.removeLast();
    }
    const QString oldRoot = oldParts.join('/');
    const QString newRoot = newParts.join('/');
    forEachPath(workspace, [&](QJsonValue& value) {
        QJsonObject path = value.toObject();
        const QString text = workspacePathOf(value);
        QString moved = text;
        if (text == before)
            moved = now;
        else if (text.startsWith(oldRoot + '/'))
            moved = newRoot + text.mid(oldRoot.size());
        if (!workspacePathExists(value) && QFileInfo::exists(moved))
            path["path"] = moved;
        value = path;
    });
}

QString notesOf(const QJsonObject& workspace) { return workspace.value("notes").toString(); }

} // namespace duoscope
