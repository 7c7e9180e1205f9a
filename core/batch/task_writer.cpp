// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/batch/task_writer.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/batch/task_record.h"
#include "core/fusion/trace_writer.h"
#include "core/image/colour.h"
#include "core/image/image_file.h"
#include "core/labels/label_values.h"

#include <nlohmann/json.hpp>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

class TaskFiles {
public:
    TaskFiles(const fs::path& folder, const TaskResult& result, const BatchRequest& request)
        : m_folder(folder), m_result(result), m_request(request)
    {
    }

    void writeAll(const JobControl& job)
    {
        const TaskId& task = m_result.task;
        const FusionTrace& trace = m_result.trace;
        if (m_request.outputs.gray)
            picture(grayFile(task), toBytes(trace.gray));
        if (m_request.outputs.colour && !trace.colour.empty())
            picture(colourFile(task), toBytes(trace.colour));
        if (m_request.outputs.segmentation && !trace.segmentationFused.empty())
            segmentation();
        if (m_request.outputs.trace)
            wholeTrace(job);
        record();
    }

    const FileHashes& hashes() const { return m_hashes; }

private:
    void hash(const std::string& name) { m_hashes[name] = fileHash(m_folder / name); }

    void picture(const std::string& name, const cv::Mat& pixels)
    {
        writeImageFile(m_folder / name, pixels);
        hash(name);
    }

    void segmentation()
    {
        if (m_result.trace.classSet.size() > kMaximumLabelClasses)
            throw Error(ErrorKind::Model, "Cannot write the segmentation of " + m_result.task.item,
                        "the model has more classes than 8 bits tell apart", "Leave out --segmentation");
        cv::Mat ids;
        m_result.trace.segmentationFused.convertTo(ids, CV_8U);
        picture(segmentationFile(m_result.task), ids);
    }

    void wholeTrace(const JobControl& job)
    {
        const std::string name = traceFolder(m_result.task);
        writeResult(m_folder / name, m_result.trace, true, job, m_request.fullPaths);
        for (const fs::directory_entry& entry : fs::directory_iterator(m_folder / name))
            hash(name + "/" + entry.path().filename().string());
    }

    void record()
    {
        nlohmann::ordered_json json =
            recordOf(m_result.task, m_result.trace, m_result.inputs, m_request.convention, m_result.metrics);
        nlohmann::ordered_json files = nlohmann::ordered_json::array();
        for (const auto& [name, sha256] : m_hashes)
            files.push_back(name);
        json["files"] = std::move(files);
        const std::string name = recordFile(m_result.task);
        writeAtomically(m_folder / name, [&](std::ostream& stream) {
            stream << json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
        });
        hash(name);
    }

    const fs::path& m_folder;
    const TaskResult& m_result;
    const BatchRequest& m_request;
    FileHashes m_hashes;
};

} // namespace

void makeResultFolders(const fs::path& folder, const std::string& method, const BatchOutputs& outputs)
{
    const auto make = [&](const char* name) {
        std::error_code problem;
        fs::create_directories(folder / method / name, problem);
        if (problem)
            throw Error(ErrorKind::Output, "Cannot make the folder " + (folder / method / name).string(),
                        problem.message(), "Choose a folder that may be written to");
    };
    make("items");
    if (outputs.gray)
        make("gray");
    if (outputs.colour)
        make("colour");
    if (outputs.segmentation)
        make("segmentation");
    if (outputs.trace)
        make("trace");
}

FileHashes writeTask(const fs::path& folder, const TaskResult& result, const BatchRequest& request,
                     const JobControl& job)
{
    TaskFiles files(folder, result, request);
    try {
        files.writeAll(job);
    } catch (...) {
        removeTask(folder, result.task);
        throw;
    }
    return files.hashes();
}

} // namespace duoscope
