// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/trainer.h"

#include "core/base/error.h"
#include "core/training/csv_log.h"
#include "core/training/joint_training.h"
#include "core/training/optimizer_state.h"
#include "core/training/segmentation_training.h"
#include "core/training/segmentation_validation.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace duoscope {
namespace {

constexpr const char* kCheckpoint = "checkpoint.safetensors";
constexpr const char* kOptionPrefix = "option.";
constexpr int kPhases = 2;

DeepLabOptions segmentationOptions(const PackedDataset& dataset, const NetworkChoice& choice)
{
    DeepLabOptions options;
    options.classes = dataset.classes();
    options.width = choice.decoderWidth;
    options.reduction = choice.reduction;
    return options;
}

UnfoldingOptions fusionOptions(const NetworkChoice& choice)
{
    UnfoldingOptions options;
    options.stages = choice.stages;
    options.width = choice.width;
    options.initialStepSize = choice.initialStepSize;
    options.shortMemory = choice.shortMemory;
    options.longMemory = choice.longMemory;
    options.attentionGate = choice.attentionGate;
    return options;
}

std::string timeLeft(double seconds)
{
    const auto minutes = static_cast<long>(std::lround(seconds / 60));
    if (minutes < 1)
        return "less than a minute left";
    return minutes < 120 ? std::to_string(minutes) + " min left" : std::to_string(minutes / 60) + " h left";
}

/// "camvid 367, msrs 90"
std::string sizesText(const std::vector<PackedSource>& sources)
{
    std::string text;
    for (const PackedSource& source : sources)
        text += (text.empty() ? "" : ", ") + source.name + " " + std::to_string(source.samples.size());
    return text;
}

/// "name=value" of all options that are not those of the preset "paper".
std::string optionsText(const TrainingOptions& options)
{
    const Metadata plain = TrainingOptions::preset("paper").toMetadata();
    std::string text = "paper";
    for (const auto& [name, value] : options.toMetadata())
        if (plain.at(name) != value)
            text += " " + name + "=" + value;
    return text;
}

} // namespace

Trainer::Trainer(const PackedDataset& dataset, const TrainingOptions& options, const TrainingPlaces& places,
                 torch::Device device)
    : m_dataset(dataset), m_options(options), m_places(places), m_device(device)
{
    std::error_code problem;
    std::filesystem::create_directories(places.output, problem);
    if (problem)
        throw Error(ErrorKind::Output, "Cannot make the folder " + places.output.string(), problem.message(),
                    "Choose a folder that may be written to");
    WeightFile checkpoint;
    if (places.resume) {
        checkpoint = readSafetensors(places.output / kCheckpoint);
        Metadata stored;
        for (const auto& [name, value] : checkpoint.metadata)
            if (name.starts_with(kOptionPrefix))
                stored[name.substr(std::string_view(kOptionPrefix).size())] = value;
        m_options = TrainingOptions::fromMetadata(stored);
    }
    m_options.check();
    torch::manual_seed(static_cast<std::uint64_t>(m_options.seed));
    m_model.fusion = UnfoldingNetwork(fusionOptions(m_options.network));
    m_model.segmentation = DeepLab(segmentationOptions(dataset, m_options.network));
    m_model.classSet = dataset.classSet;
    m_model.guidance = {{"attention", m_options.network.attention},
                        {"attention_scale", m_options.network.attentionScale},
                        {"path_steps", std::to_string(m_options.network.pathSteps)}};
    if (places.resume) {
        restore(checkpoint);
        return;
    }
    if (std::filesystem::exists(places.output / kCheckpoint))
        throw Error(ErrorKind::Usage, "Cannot start a training in " + places.output.string(),
                    "it holds the checkpoint of another", "Resume that one with --resume, or choose another folder");
    if (!places.start.empty()) {
        const Model start = loadModel(places.start);
        takeSegmentation(start, places.start);
        takeFusion(start, places.start);
    }
    if (!places.segmentationStart.empty())
        takeSegmentation(loadModel(places.segmentationStart), places.segmentationStart);
    for (const std::filesystem::path& start : {places.start, places.segmentationStart})
        if (!start.empty())
            m_model.record["training.started_from"] = start.filename().string();
}

void Trainer::takeSegmentation(const Model& start, const std::filesystem::path& file)
{
    if (start.segmentation->options().classes != m_dataset.classes() || start.classSet != m_dataset.classSet)
        throw Error(ErrorKind::Usage, "Cannot start from " + file.string(),
                    "its class set is \"" + start.classSet + "\", that of the data is \"" + m_dataset.classSet + "\"",
                    "Pack the data with --class-set " + start.classSet);
    // Weights are the same whatever the reduction.
    DeepLabOptions options = start.segmentation->options();
    options.reduction = m_options.network.reduction;
    if (options.toMetadata() != m_model.segmentation->options().toMetadata())
        throw Error(ErrorKind::Usage, "Cannot start from " + file.string(),
                    "its segmentation network's decoder differs from the options",
                    "Set network.decoder_width to what duoscope-cli info says of the model");
    copyModule(*start.segmentation, *m_model.segmentation);
}

void Trainer::takeFusion(const Model& start, const std::filesystem::path& file)
{
    if (start.fusion->options().toMetadata() != m_model.fusion->options().toMetadata())
        throw Error(ErrorKind::Usage, "Cannot start from " + file.string(),
                    "its stages, width, memories or gate differ from the options",
                    "Set the network options to what duoscope-cli info says of the model");
    copyModule(*start.fusion, *m_model.fusion);
}

void Trainer::openPhase()
{
    if (m_current && m_open == m_phase)
        return;
    m_current.reset();
    m_open = m_phase;
    const JointPhase& joint = m_options.joint;
    if (m_phase == 0 && m_options.segmentation.steps > 0)
        m_current = std::make_unique<SegmentationTraining>(m_model.segmentation, m_dataset, m_options, m_device);
    else if (m_phase == 1 && (joint.steps > 0 || joint.epochs > 0))
        m_current = std::make_unique<JointTraining>(m_model, m_dataset, m_options, m_device);
}

void Trainer::restore(const WeightFile& checkpoint)
{
    m_phase = metadataInt(checkpoint.metadata, "training.phase");
    m_step = metadataInt(checkpoint.metadata, "training.step");
    if (m_phase < 0 || m_phase > kPhases || m_step < 0)
        throw Error(ErrorKind::Model, "Cannot resume the training", "its checkpoint is damaged",
                    "Start anew from the last model");
    if (const auto start = checkpoint.metadata.find("record.training.started_from"); start != checkpoint.metadata.end())
        m_model.record["training.started_from"] = start->second;
    loadModule(*m_model.fusion, checkpoint.tensors, "fusion.");
    loadModule(*m_model.segmentation, checkpoint.tensors, "segmentation.");
    openPhase();
    if (!m_current)
        return;
    m_current->load(checkpoint.tensors);
    log("losses").cutAfter(m_step);
    log("validation").cutAfter(m_step);
}

void Trainer::saveCheckpoint() const
{
    WeightFile file = weightsOf(m_model);
    for (const auto& [name, value] : m_options.toMetadata())
        file.metadata[kOptionPrefix + name] = value;
    file.metadata["training.phase"] = std::to_string(m_phase);
    file.metadata["training.step"] = std::to_string(m_step);
    if (m_current)
        m_current->save(file.tensors);
    writeSafetensors(m_places.output / kCheckpoint, file);
    writeModel();
}

void Trainer::writeModel() const
{
    Model model = m_model;
    if (m_current)
        model.segmentation = m_current->segmentation();
    model.record["training.options"] = optionsText(m_options);
    model.record["training.data"] = sizesText(m_dataset.training);
    model.record["training.validation_data"] = sizesText(m_dataset.validation);
    if (m_current)
        model.record["training.progress"] = m_current->name() + " step " + std::to_string(m_step);
    saveModelInHalfPrecision(m_places.output / "model.safetensors", model);
}

CsvLog Trainer::log(const char* kind) const
{
    return CsvLog(m_places.output / (std::string(kind) + "_" + m_current->name() + ".csv"));
}

void Trainer::validate(int limit, const JobControl& job) const
{
    const JobControl quiet(job.stopToken(), {});
    for (const Measurement& measured : validateSegmentation(m_current->segmentation(), m_dataset, limit, quiet))
        log("validation")
            .append({"step", "measure", "value"}, {std::to_string(m_step), measured.name, csvNumber(measured.value)});
}

void Trainer::runPhase(const JobControl& job)
{
    TrainingPhase& phase = *m_current;
    const auto begin = std::chrono::steady_clock::now();
    const int first = m_step;
    double shown = 0; // running mean of the loss
    while (m_step < phase.steps()) {
        const StepReport report = phase.step(m_step, job);
        ++m_step;
        const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        std::vector<std::string> header{"step", "seconds"};
        std::vector<std::string> row{std::to_string(m_step), csvNumber(std::round(elapsed * 100) / 100)};
        for (const auto& [name, value] : report) {
            header.push_back(name);
            row.push_back(csvNumber(value));
            if (name == "loss")
                shown = m_step == first + 1 ? value : 0.98 * shown + 0.02 * value;
        }
        log("losses").append(header, row);
        if (m_step % std::max(1, phase.steps() / 200) == 0 || m_step == phase.steps()) {
            char loss[32];
            std::snprintf(loss, sizeof loss, "%.4f", shown);
            job.report(static_cast<double>(m_step) / phase.steps(),
                       phase.name() + " " + std::to_string(m_step) + "/" + std::to_string(phase.steps()) + ", loss " +
                           loss + ", " + timeLeft(elapsed / (m_step - first) * (phase.steps() - m_step)));
        }
        if (m_step % m_options.checkpointEvery == 0)
            saveCheckpoint();
        if (m_options.validateEvery > 0 && m_step % m_options.validateEvery == 0 && m_step < phase.steps()) {
            validate(m_options.validationLimit, job);
        }
    }
}

void Trainer::run(const JobControl& job)
{
    try {
        for (; m_phase < kPhases; ++m_phase, m_step = 0) {
            openPhase();
            if (!m_current)
                continue;
            runPhase(job);
            m_current->finish();
            validate(0, job);
        }
    } catch (const Cancelled&) {
        saveCheckpoint();
        throw;
    }
    m_current.reset();
    saveCheckpoint();
}

} // namespace duoscope
