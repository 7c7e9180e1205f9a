// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/downstream_arguments.h"
#include "app/cli/progress_bar.h"
#include "app/resources.h"
#include "core/base/error.h"
#include "core/metrics/metric_registry.h"
#include "core/report/batch_report.h"
#include "core/report/report_writer.h"

#include <algorithm>
#include <iostream>
#include <memory>

namespace duoscope {
namespace {

struct ReportArguments {
    std::string run;
    std::string output;
    std::string format;
    std::string language = "en";
    std::string title;
    std::string metrics = "all";
    std::vector<std::string> pairs;
    int side = ReportOptions{}.pictureSide;
    bool perImage = false;
    bool paths = false;
    std::string labelClasses;
    DownstreamArguments downstream;
    int threads = 0;
};

std::vector<std::string> splitList(const std::string& text)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (end > begin)
            parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return parts;
}

std::vector<std::string> metricNames(const std::string& text)
{
    if (text == "all") // that the run measured
        return {};
    return text == "six" ? paperTableMetrics() : splitList(text);
}

/// A number says how many; all else are names.
void setPairs(const std::vector<std::string>& pairs, ReportOptions& options)
{
    if (pairs.size() == 1 && pairs[0].size() < 6 && pairs[0].find_first_not_of("0123456789") == std::string::npos)
        options.pairs = std::stoi(pairs[0]);
    else if (!pairs.empty())
        options.names = pairs;
}

void report(const ReportArguments& arguments, Session& session)
{
    const ReportFormat format =
        arguments.format.empty() ? reportFormatOf(arguments.output) : parseReportFormat(arguments.format);
    const Language language = parseLanguage(arguments.language);
    ReportOptions options;
    options.title = arguments.title;
    options.metrics = metricNames(arguments.metrics);
    if (arguments.metrics != "all" && options.metrics.empty())
        throw Error(ErrorKind::Usage, "Cannot make a report", "no metric is named", "Name metrics, \"six\" or \"all\"");
    setPairs(arguments.pairs, options);
    if (format == ReportFormat::Csv || format == ReportFormat::Json)
        options.pairs = 0; // they hold no pictures
    options.pictureSide = arguments.side;
    options.perImage = arguments.perImage;
    options.paths = arguments.paths;
    options.labelClasses = arguments.labelClasses;
    options.classSets = resourceFolder() / "class_sets";
    arguments.downstream.check();
    if (arguments.downstream.segment) {
        options.network = loadNetwork(arguments.downstream, arguments.threads, session.stop);
        options.boxes = arguments.downstream.boxes;
        options.boxChoice = parseBoxChoice(arguments.downstream.boxList);
    }
    std::vector<std::filesystem::path> files;
    {
        ProgressBar bar(true);
        const JobControl job(session.stop,
                             [&bar](double share, std::string_view activity) { bar.report(share, activity); });
        files = writeReport(reportOfBatch(arguments.run, options, job.part(0, 0.9)), arguments.output, format, language,
                            job.part(0.9, 1));
    }
    std::cout << files[0].string();
    if (files.size() > 1)
        std::cout << " and " << files.size() - 1 << " pictures beside it";
    std::cout << '\n';
}

} // namespace

void addReportCommand(CLI::App& program, Session& session)
{
    CLI::App* command = program.add_subcommand("report", "Tell what a batch found, as a document or as data");
    auto arguments = std::make_shared<ReportArguments>();
    command->add_option("run", arguments->run, "Folder that a batch wrote, or the run.json in it")->required();
    command
        ->add_option("--output,-o", arguments->output,
                     "File; its ending chooses the format: .html, .pdf, .tex, .md, .csv, .json")
        ->required();
    command->add_option("--format", arguments->format,
                        "html, pdf, latex, markdown, csv or json, whatever the file is called; latex and markdown may "
                        "then be given a folder");
    command->add_option("--language", arguments->language, "Of headings and notes: en or zh")->capture_default_str();
    command->add_option("--title", arguments->title, "Instead of one made of the data's name");
    command
        ->add_option("--metrics", arguments->metrics, "Of those that the run measured: names with commas, six or all")
        ->capture_default_str();
    command->add_option("--pairs", arguments->pairs,
                        "Pairs in detail: how many (default 3, evenly spread), or their names");
    command
        ->add_option("--picture-side", arguments->side,
                     "Shrink pictures to so many pixels on their longer side; 0 leaves them")
        ->check(CLI::Range(0, 1 << 16))
        ->capture_default_str();
    command->add_flag("--per-image", arguments->perImage,
                      "Also the metrics of each pair; csv and json always have them");
    command->add_flag("--full-paths,--paths", arguments->paths, "Name folders, too; else only names of files");
    command->add_option("--label-classes", arguments->labelClasses,
                        "Class set of the batch's labels, where segmentations were written or --segment makes them; "
                        "default: the data set's, else the model's");
    addDownstreamOptions(*command, arguments->downstream);
    command->add_option("--threads", arguments->threads, "Threads of the network; 0 for all cores")
        ->check(CLI::Range(0, 1024))
        ->capture_default_str()
        ->group(kDownstreamGroup);
    command->footer(
        "One HTML file needs no other and prints well; a PDF is made of it by Chromium, or by LaTeX, whichever is\n"
        "installed. Means are of the pairs that all methods have fused; failed pairs are listed with their reasons.\n"
        "--segment adds how right one segmentation network is on the sources and on each method's results, by the\n"
        "labels and boxes of the batch's data set; see evaluate.\n\n"
        "  duoscope-cli report out -o report.html\n"
        "  duoscope-cli report out -o paper/report.tex --metrics six --pairs 00047N,00352D\n"
        "  duoscope-cli report out -o report.html --segment --boxes MSRS/boxes\n"
        "  duoscope-cli report out -o report.pdf --language zh --title \"MSRS\"");
    command->callback([arguments, &session] { report(*arguments, session); });
}

} // namespace duoscope
