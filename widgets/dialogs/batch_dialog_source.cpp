// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/dialogs/batch_dialog_source.h"

#include "core/base/error.h"
#include "widgets/bridge/text.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <set>

namespace duoscope {
namespace {

std::string fileName(std::string name)
{
    std::replace_if(
        name.begin(), name.end(), [](char letter) { return letter == '/' || letter == '\\' || letter == '\0'; }, '_');
    return name.empty() || name.front() == '.' ? "_" + name : name;
}

BatchPlan planPairs(const std::vector<BatchSource::Pair>& pairs, const JobControl& job)
{
    BatchPlan plan;
    for (const BatchSource::Pair& pair : pairs) {
        job.checkStop();
        job.report(static_cast<double>(plan.items.size()) / static_cast<double>(pairs.size()), "pairing");
        plan.items.push_back(inspectItem(pair.stem, pair.infrared, pair.visible, pair.label));
    }
    std::sort(plan.items.begin(), plan.items.end(), [](const auto& a, const auto& b) { return a.stem < b.stem; });
    return plan;
}

BatchPlan planFiles(const BatchSource& source, const JobControl& job)
{
    const std::filesystem::path infrared = toPath(source.infrared), visible = toPath(source.visible);
    const auto dataset = [&] { return planDataset(recogniseLayout(infrared), infrared, job); };
    if (source.visible.isEmpty())
        return dataset();
    try {
        return planFolders(infrared, visible, {}, job);
    } catch (const Error& error) {
        if (infrared != visible)
            throw;
        // One folder named twice, with no images right in it.
        try {
            return dataset();
        } catch (const Error&) {
            throw error;
        }
    }
}

void apply(const BatchSource::Pair& match, BatchPlan& plan)
{
    const auto found = std::find_if(plan.items.begin(), plan.items.end(),
                                    [&](const BatchItem& item) { return item.stem == match.stem; });
    if (found == plan.items.end())
        return;
    *found = inspectItem(match.stem, match.infrared, match.visible, found->label);
    std::erase_if(plan.items, [&](const BatchItem& lone) {
        return !lone.isPaired() && (lone.infrared == match.infrared || lone.visible == match.visible);
    });
}

} // namespace

QStringList BatchSource::arguments(const BatchPlan& plan)
{
    if (!plan.dataset.empty())
        return {"--dataset", toQString(plan.layout) + '=' + toQString(plan.dataset)};
    return {"--infrared", toQString(plan.infrared), "--visible", toQString(plan.visible)};
}

std::vector<BatchSource::Pair> batchPairs(const std::vector<PairEntry>& pairs)
{
    std::map<std::string, int> uses;
    for (const PairEntry& pair : pairs)
        ++uses[fileName(pair.name.toStdString())];
    std::set<std::string> taken;
    std::vector<BatchSource::Pair> named;
    for (const PairEntry& pair : pairs) {
        std::string stem = fileName(pair.name.toStdString());
        if (uses[stem] > 1)
            stem = fileName(pair.group.toStdString()) + "_" + stem;
        std::string unique = stem;
        for (int number = 2; !taken.insert(unique).second; ++number)
            unique = stem + "_" + std::to_string(number);
        named.push_back({unique, pair.infrared, pair.visible, pair.label});
    }
    return named;
}

BatchPlan planSource(const BatchSource& source, const JobControl& job)
{
    BatchPlan plan = source.ofSession ? planPairs(source.pairs, job) : planFiles(source, job);
    for (const BatchSource::Pair& match : source.matches)
        apply(match, plan);
    return plan;
}

QString typedFolder(const QString& text)
{
    QString path = text.trimmed();
    if (path.isEmpty())
        return {};
    if (path == "~" || path.startsWith("~/"))
        path.replace(0, 1, QDir::homePath());
    return QDir::cleanPath(QDir(path).absolutePath());
}

QString existingFolder(const QString& folder)
{
    QString path = folder;
    while (!path.isEmpty() && !QFileInfo::exists(path) && path != QFileInfo(path).path())
        path = QFileInfo(path).path();
    return path;
}

} // namespace duoscope
