// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/page.h"

#include "core/metrics/table_numbers.h"
#include "core/report/page_composer.h"
#include "core/report/page_sections.h"

#include <algorithm>
#include <cmath>

namespace duoscope {
namespace {

/// What stands above all sections.
class PageHead : PageComposer {
public:
    using PageComposer::PageComposer;

    void write()
    {
        m_page.header = word(Word::Header);
        m_page.title = m_report.title.empty() ? words(Word::ReportOf, {m_report.subject}) : m_report.title;
        m_page.subtitle = subtitle();
    }

private:
    std::string subtitle() const
    {
        const bool all = m_report.done == m_report.items;
        std::string text = all ? counted(Word::PairsAll, m_report.items)
                               : words(Word::PairsOf, {std::to_string(m_report.done), std::to_string(m_report.items)});
        text += comma() + counted(Word::MethodsCount, m_report.methods.size());
        if (m_report.quality.fusion)
            text += comma() + counted(Word::MetricsCount, m_report.quality.fusion->metrics.size());
        return text + " · " + m_report.date + " · " + words(Word::Run, {m_report.run});
    }
};

} // namespace

Page layOut(const Report& report, Language language)
{
    Page page;
    page.language = language;
    PageHead(report, page).write();
    addProvenance(report, page);
    addQuality(report, page);
    addFindings(report, page);
    addPairs(report, page);
    addImages(report, page);
    return page;
}

std::string scaleText(double value)
{
    if (value == 0 || !std::isfinite(value))
        return value == 0 ? "0" : exactNumber(value);
    constexpr int kDigits = 3;
    const int before = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1; // digits before the point
    std::string text = fixedNumber(std::abs(value), std::clamp(kDigits - before, 0, 9));
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.ends_with('.'))
            text.pop_back();
    }
    return value < 0 ? "−" + text : text;
}

std::vector<std::pair<std::string, const std::vector<std::uint8_t>*>> pictureFiles(const Page& page,
                                                                                   const std::string& pictures)
{
    std::vector<std::pair<std::string, const std::vector<std::uint8_t>*>> files;
    int number = 0;
    for (const PageBlock& block : page.blocks)
        if (const auto* figures = std::get_if<PageFigures>(&block))
            for (const PageFigure& shown : figures->figures) {
                const std::string name = pictures + "figure-" + std::to_string(++number);
                if (shown.figure->png.empty())
                    continue;
                files.emplace_back(name + ".png", &shown.figure->png);
                if (shown.figure->scale)
                    files.emplace_back(name + "-scale.png", &shown.figure->scale->bar);
            }
    return files;
}

} // namespace duoscope
