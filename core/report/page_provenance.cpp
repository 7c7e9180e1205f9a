// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/table_numbers.h"
#include "core/metrics/table_writers.h"
#include "core/report/page_composer.h"
#include "core/report/page_sections.h"

#include <algorithm>
#include <set>

namespace duoscope {
namespace {

/// What made the results, as it stands on the first page.
class ProvenanceSection : PageComposer {
public:
    using PageComposer::PageComposer;

    void addProvenance()
    {
        heading(word(Word::Provenance));
        Facts facts;
        std::string input = m_report.subject + comma() + counted(Word::PairsAll, m_report.items);
        if (!m_report.layout.empty())
            input += comma() + words(Word::DataSet, {m_report.layout});
        facts.emplace_back(word(Word::Input), std::move(input));
        facts.emplace_back(word(Word::Values), word(Word::Infrared) + " " + rangesOf(m_report.infrared) + "; " +
                                                   word(Word::Visible) + " " + rangesOf(m_report.visible));
        addFact(facts, Word::Equations, [this](const ReportMethod& method) { return equationsOf(method); });
        addFact(facts, Word::Attribution, [this](const ReportMethod& method) { return attributionOf(method); });
        addFact(facts, Word::Options, [](const ReportMethod& method) { return otherOptionsOf(method); });
        addFact(facts, Word::Model, [](const ReportMethod& method) {
            return method.model.empty() ? "" : method.model + ", SHA-256 " + method.modelHash;
        });
        addFact(facts, Word::ClassSet, [](const ReportMethod& method) { return method.classSet; });
        if (m_report.quality.fusion) {
            facts.emplace_back(word(Word::Metrics), words(Word::Convention, {toString(m_report.convention)}));
            facts.emplace_back(word(Word::Units), units());
        }
        facts.emplace_back(word(Word::Software), software());
        facts.emplace_back(word(Word::Repeat), word(Word::RepeatHow));
        std::string paths;
        for (const auto& [name, path] : m_report.paths)
            paths += (paths.empty() ? "" : "; ") + name + " " + path;
        if (!paths.empty())
            facts.emplace_back(word(Word::Paths), std::move(paths));
        add(PageFacts{std::move(facts)});
    }

    void addMethods()
    {
        heading(word(Word::Methods));
        TextGrid grid{{word(Word::Method), word(Word::Key), word(Word::Pairs), word(Word::SecondsPerPair)}, {}};
        std::string sources;
        for (const ReportMethod& method : m_report.methods) {
            const MetricCell& seconds = method.seconds;
            std::string time = seconds.value.isDefined() ? readableNumber(seconds.value.value, 3) : "–";
            if (seconds.deviation)
                time += " ± " + fixedNumber(*seconds.deviation, 3);
            grid.rows.push_back({nameOf(method.key), method.key, std::to_string(method.results), std::move(time)});
            if (!method.source.empty() && sources.find(method.source) == std::string::npos)
                sources += (sources.empty() ? "" : " ") + words(Word::Sources, {method.title, method.source});
        }
        add(PageGrid{std::move(grid), {}});
        if (!sources.empty())
            note(std::move(sources));
    }

private:
    using Facts = std::vector<std::pair<std::string, std::string>>;

    /// A fact that methods may share: "A / B: x; C: y", or "x" where all that have a value have the same.
    template <typename Of>
    void addFact(Facts& facts, Word name, Of of) const
    {
        Facts values; // value, names of the methods that have it
        for (const ReportMethod& method : m_report.methods) {
            std::string value = of(method);
            if (value.empty())
                continue;
            const auto same =
                std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == value; });
            if (same == values.end())
                values.emplace_back(std::move(value), nameOf(method.key));
            else
                same->second += " / " + nameOf(method.key);
        }
        std::string text;
        for (const auto& [value, names] : values)
            text += values.size() == 1 ? value : (text.empty() ? "" : "; ") + names + ": " + value;
        if (!values.empty())
            facts.emplace_back(word(name), std::move(text));
    }

    static std::string optionOf(const ReportMethod& method, const char* name)
    {
        const auto found = method.options.find(name);
        return found == method.options.end() ? std::string() : found->second;
    }

    std::string equationsOf(const ReportMethod& method) const
    {
        if (method.equations.empty())
            return {};
        return word(method.equations == "paper" ? Word::PaperEquations : Word::ReleasedEquations) + "; " +
               words(Word::StagesK, {optionOf(method, "stages")});
    }

    std::string attributionOf(const ReportMethod& method) const
    {
        const std::string mode = optionOf(method, "attribution"), rule = optionOf(method, "quadrature");
        if (mode == "off")
            return word(Word::AttributionOff);
        return mode + (rule.empty() || mode.empty() ? "" : comma() + rule);
    }

    static std::string otherOptionsOf(const ReportMethod& method)
    {
        std::string text;
        for (const auto& [name, value] : method.options)
            if (name != "stages" && name != "attribution" && name != "quadrature")
                text += (text.empty() ? "" : ", ") + name + " " + value;
        return text;
    }

    /// All that any method names; it is one program that runs them.
    std::string software() const
    {
        std::set<std::string> parts, devices;
        for (const ReportMethod& method : m_report.methods) {
            for (const auto& [name, version] : method.versions)
                parts.insert(name + " " + version);
            devices.insert(method.device);
        }
        std::string text;
        for (const std::string& part : parts)
            text += (text.empty() ? "" : ", ") + part;
        for (const std::string& device : devices)
            text += "; " + device;
        return text;
    }

    std::string rangesOf(const SourceRanges& ranges) const
    {
        std::string text = ranges.applied.empty() ? ranges.request : "";
        for (const auto& [rule, pairs] : ranges.applied) {
            text += (text.empty() ? "" : ", ") + rule;
            if (ranges.applied.size() > 1)
                text += " (" + counted(Word::PairsAll, static_cast<std::size_t>(pairs)) + ")";
        }
        for (const auto& [bits, pairs] : ranges.bitDepth)
            text += (bits == ranges.bitDepth.begin()->first ? comma() : "/") + std::to_string(bits);
        return text + (ranges.bitDepth.empty() ? "" : isChinese() ? " 位" : " bit");
    }

    std::string units() const
    {
        std::string text;
        bool plain = false;
        for (const MetricColumn& metric : m_report.quality.fusion->metrics) {
            plain |= metric.unit.empty();
            if (!metric.unit.empty())
                text += (text.empty() ? "" : comma()) + metric.name + ": " + metric.unit;
        }
        return text + (plain ? (text.empty() ? "" : "; ") + word(Word::PlainNumbers) : "");
    }
};

} // namespace

void addProvenance(const Report& report, Page& page)
{
    ProvenanceSection section(report, page);
    section.addProvenance();
    section.addMethods();
}

} // namespace duoscope
