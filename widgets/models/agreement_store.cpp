// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/models/agreement_store.h"

#include "core/base/error.h"
#include "core/dataset/label_image.h"
#include "widgets/bridge/job_queue.h"

#include <opencv2/core.hpp>

#include <QPointer>

#include <algorithm>

namespace duoscope {
namespace {

const QString kLabelTopic = QStringLiteral("agreement labels");
const QString kTopic = QStringLiteral("agreement");

cv::Mat read(const PairLabels& labels, const ClassSet& target, cv::Size size, const std::filesystem::path& classSets)
{
    const bool isOwn = labels.stored.empty() || labels.stored == target.name();
    std::vector<std::string> warnings; // of colours and ids that count as unknown
    const cv::Mat ids = readLabelImage(
        labels.file, isOwn ? target : ClassSet::load(classSets / (labels.stored + ".json")), target, warnings);
    if (ids.size() != size)
        throw Error(ErrorKind::Input, "Cannot use the labels in " + labels.file.string(),
                    "they have another size than the pictures", "Take labels of the pictures' size");
    return ids;
}

} // namespace

AgreementStore::AgreementStore(JobQueue& jobs, QObject* parent) : QObject(parent), m_jobs(jobs) {}

const PairLabels* AgreementStore::labels(const std::filesystem::path& file, const std::string& target) const
{
    return !m_labels.file.empty() && m_labels.file == file && m_labels.target == target ? &m_labels : nullptr;
}

void AgreementStore::readLabels(const std::filesystem::path& file, const std::string& stored,
                                std::shared_ptr<const ClassSet> target, cv::Size size,
                                const std::filesystem::path& classSets)
{
    const auto work = [=, store = QPointer(this)](const JobQueue::Context& job) {
        PairLabels labels{file, stored, target->name(), {}};
        try {
            labels.ids = read(labels, *target, size, classSets);
        } catch (const Error& error) {
            labels.problem = error.what();
        }
        job.deliver([store, labels] {
            if (!store)
                return;
            store->m_labels = labels;
            Q_EMIT store->changed();
        });
    };
    m_jobs.submit(kLabelTopic, tr("Reading labels"), work);
}

const Agreement* AgreementStore::find(const cv::Mat& segmentation, const cv::Mat& reference) const
{
    for (const Known& known : m_known)
        if (known.segmentation.data == segmentation.data && known.reference.data == reference.data)
            return &known.agreement;
    return nullptr;
}

void AgreementStore::compare(const std::vector<cv::Mat>& segmentations, const cv::Mat& reference,
                             std::shared_ptr<const ClassSet> classes)
{
    std::erase_if(m_known, [&](const Known& known) {
        return known.reference.data != reference.data ||
               std::none_of(segmentations.begin(), segmentations.end(),
                            [&](const cv::Mat& ids) { return ids.data == known.segmentation.data; });
    });
    std::vector<cv::Mat> missing;
    for (const cv::Mat& ids : segmentations)
        if (!find(ids, reference))
            missing.push_back(ids);
    if (missing.empty())
        return;
    const auto work = [=, store = QPointer(this)](const JobQueue::Context& job) {
        std::vector<Known> compared;
        for (const cv::Mat& ids : missing) {
            job.control.checkStop();
            Known known{ids, reference, {}};
            try {
                known.agreement.scores = agreementWith(reference, ids, *classes);
            } catch (const Error& error) {
                known.agreement.problem = error.what();
            }
            compared.push_back(std::move(known));
        }
        job.deliver([store, compared] {
            if (!store)
                return;
            store->m_known.insert(store->m_known.end(), compared.begin(), compared.end());
            Q_EMIT store->changed();
        });
    };
    m_jobs.submit(kTopic, tr("Comparing segmentations"), work);
}

} // namespace duoscope
