// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/report/page.h"

#include <initializer_list>
#include <string>

namespace duoscope {

constexpr std::size_t kShownItems = 60; ///< of a long list; data formats have them all

/// What all sections of a page need to write themselves: words, names and the blocks so far.
class PageComposer {
public:
    /// @param report, page  outlive it
    PageComposer(const Report& report, Page& page) : m_report(report), m_page(page) {}

protected:
    std::string word(Word one) const;
    std::string words(Word one, std::initializer_list<std::string_view> values) const;
    bool isChinese() const { return m_page.language == Language::Chinese; }
    std::string comma() const { return isChinese() ? "，" : ", "; }
    std::string blank() const { return isChinese() ? "" : " "; } ///< between sentences
    /// "3 pairs", "1 pair"
    std::string counted(Word one, std::size_t count) const;
    /// A method as people call it: "UAAFusion, paper equations".
    std::string nameOf(const std::string& key) const;
    /// The evaluation of fusion, which must be there, with such names.
    Evaluation readableEvaluation() const;

    void add(PageBlock block) { m_page.blocks.push_back(std::move(block)); }
    void heading(std::string text, bool isSmall = false, bool keepTogether = false);
    void note(std::string text);
    /// A table of methods and, below it, why values are missing.
    void addTable(const MetricTable& table, const TableStyle& style);

    const Report& m_report;
    Page& m_page;
};

/// A table with another heading of its rows.
MetricTable renamed(const MetricTable& table, const std::string& heading);

} // namespace duoscope
