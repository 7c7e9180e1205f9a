// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/words.h"

#include "core/base/error.h"

#include <array>

namespace duoscope {
namespace {

struct Translation {
    Word word;
    const char* english;
    const char* chinese;
};

constexpr auto kWords = std::to_array<Translation>({
    {Word::ReportOf, "Infrared and visible fusion: %1", "红外与可见光图像融合：%1"},
    {Word::PairsOf, "%1 of %2 pairs", "%2 对中的 %1 对"},
    {Word::PairsAll, "%1 pairs", "%1 对图像"},
    {Word::MethodsCount, "%1 methods", "%1 种方法"},
    {Word::MetricsCount, "%1 metrics", "%1 项指标"},
    {Word::Run, "run %1", "运行 %1"},
    {Word::Header, "Duoscope report", "Duoscope 报告"},
    {Word::Provenance, "Conventions and provenance", "约定与来源"},
    {Word::Input, "Input", "输入"},
    {Word::DataSet, "data set layout %1", "数据集布局 %1"},
    {Word::Equations, "Equations", "公式"},
    {Word::PaperEquations, "paper equations", "论文公式"},
    {Word::ReleasedEquations, "released code", "发布代码"},
    {Word::StagesK, "K = %1 stages", "K = %1 个阶段"},
    {Word::Attribution, "Attribution", "归因"},
    {Word::AttributionOff, "off", "关闭"},
    {Word::Options, "Options", "选项"},
    {Word::Model, "Model", "模型"},
    {Word::ClassSet, "Class set", "类别集"},
    {Word::Values, "Values", "取值"},
    {Word::Infrared, "infrared", "红外"},
    {Word::Visible, "visible", "可见光"},
    {Word::Metrics, "Metrics", "指标"},
    {Word::Convention, "convention “%1”, of the gray result in 8 bits", "约定“%1”，按 8 位灰度结果计算"},
    {Word::Units, "Units", "单位"},
    {Word::PlainNumbers, "the others plain numbers", "其余无单位"},
    {Word::Software, "Software", "软件"},
    {Word::Repeat, "Repeat with", "重复运行"},
    {Word::RepeatHow, "duoscope-cli batch --repeat run.json (options and SHA-256 of all inputs)",
     "duoscope-cli batch --repeat run.json（含全部选项与输入的 SHA-256）"},
    {Word::Paths, "Folders", "文件夹"},
    {Word::Methods, "Methods", "方法"},
    {Word::Method, "Method", "方法"},
    {Word::Key, "in files", "文件中的名称"},
    {Word::Pairs, "pairs", "对数"},
    {Word::SecondsPerPair, "seconds a pair", "每对用时（秒）"},
    {Word::Sources, "%1: %2.", "%1：%2。"},
    {Word::Quality, "Fusion quality", "融合质量"},
    {Word::QualityNote, "Mean ± standard deviation over %1 pairs; ↑ higher is better, ↓ lower is better.",
     "%1 对图像的均值 ± 标准差；↑ 越高越好，↓ 越低越好。"},
    {Word::TiesNote, ", ties share a mark.", "，并列者标记相同。"},
    {Word::LeftOutNote, "Left out for every method: %1 of %2 pairs; the warnings say why.",
     "%2 对中有 %1 对对所有方法均不计入，原因见警告。"},
    {Word::NoMetrics, "The run measured no metrics (batch --metrics).", "本次运行未计算指标（batch --metrics）。"},
    {Word::NothingMeasured, "No pair was fused and measured by all methods.", "没有一对图像由所有方法融合并计算指标。"},
    {Word::Missing, "Missing values", "缺失值"},
    {Word::Ranks, "Mean rank", "平均排名"},
    {Word::RanksNote, "Rank among the methods, pair by pair; 1 is the best and equal values share a rank.",
     "逐对图像在各方法中的排名；1 为最佳，相等者共享排名。"},
    {Word::Wins, "Wins", "获胜次数"},
    {Word::WinsNote, "Pairs on which no method is better.", "没有其他方法更优的图像对数。"},
    {Word::Comparison, "%1 against %2", "%1 与 %2 的比较"},
    {Word::ComparisonNote,
     "Two-sided p of Wilcoxon's signed-rank test, pair by pair; each stands alone, uncorrected for their number.",
     "逐对图像的 Wilcoxon 符号秩检验双侧 p 值；各自独立，未作多重校正。"},
    {Word::Metric, "Metric", "指标"},
    {Word::Better, "%1 better", "%1 更优"},
    {Word::Segmentation, "Segmentation", "分割"},
    {Word::SegmentationNote, "In percent, of the pixels of %1 pairs together; class set %2, classes: %3.",
     "百分比，按 %1 对图像的全部像素计；类别集 %2，类别：%3。"},
    {Word::Iou, "Intersection over union", "交并比"},
    {Word::Accuracy, "Accuracy", "准确率"},
    {Word::ResultsSegmentation, "Segmentation of the results", "融合结果的分割"},
    {Word::ResultsSegmentationNote,
     "How right the segmentation network of %1 is on the sources and on each method's results, by the labels: in "
     "percent, of the pixels of %2 pairs together; class set %3, classes: %4.",
     "%1 的分割网络在源图像与各方法结果上相对于标签的表现：百分比，按 %2 对图像的全部像素计；类别集 %3，类别：%4。"},
    {Word::BoxesFound, "Boxes found", "找到的标注框"},
    {Word::BoxesNote,
     "Of the boxes taller than %1 pixels (in parentheses, how many), the share in percent in which the segmentation "
     "network of %2 sees the box's class on at least %3 % of the pixels; %4 pairs, lists: %5. Not counted: lower boxes "
     "(%6) and those of classes that %7 does not have (%8).",
     "高于 %1 像素的标注框（括号内为数量）中，%2 的分割网络在框内至少 %3 % 的像素上识别出该框类别的比例（百分比）；"
     "共 %4 对图像，标注列表：%5。未计入：较低的框（%6 个）与 %7 所没有的类别的框（%8 个）。"},
    {Word::ByClass, "Attribution by class: %1", "各类别归因：%1"},
    {Word::ByClassNote,
     "Means ± standard deviation over the pairs in which a class occurs: weights w₁ (infrared) and w₂ = 1 − w₁ "
     "(visible), attributions Sᵢᵣ and Sᵥᵢ in score, before the ReLU (equation 5). Pixels are of all pairs together.",
     "在出现该类别的图像对上的均值 ± 标准差：权重 w₁（红外）与 w₂ = 1 − w₁（可见光），归因 Sᵢᵣ 与 Sᵥᵢ 以得分计，ReLU "
     "之前（公式 5）。像素数为所有图像对之和。"},
    {Word::UndecidedNote,
     "%1: both attributions are at or below zero (w₁ = ½) in %2 of %3 class regions, %4 % of the pixels; w₁ is at a "
     "limit (0 or 1) on %5 %.",
     "%1：%3 个类别区域中有 %2 个的两项归因均 ≤ 0（w₁ = ½），占像素的 %4 %；%5 % 的像素权重取极限值（0 或 1）。"},
    {Word::Class, "Class", "类别"},
    {Word::Pixels, "pixels", "像素"},
    {Word::Share, "share %", "占比 %"},
    {Word::Score, "score", "得分"},
    {Word::Stages, "Stages", "阶段"},
    {Word::Stage, "Stage k", "阶段 k"},
    {Word::StepSize, "step size ρ", "步长 ρ"},
    {Word::MeanChange, "mean change |fₖ − fₖ₋₁|", "平均变化 |fₖ − fₖ₋₁|"},
    {Word::Residual, "completeness residual (score)", "完备性残差（得分）"},
    {Word::ScoreChange, "score change", "得分变化"},
    {Word::ResidualShare, "residual %", "残差 %"},
    {Word::StagesNote,
     "Means ± standard deviation over pairs; residual and change of the score as magnitudes, and the residual in "
     "percent of that change.",
     "图像对上的均值 ± 标准差；残差与得分变化取绝对值，残差另以该变化的百分比表示。"},
    {Word::Warnings, "Warnings of this run", "本次运行的警告"},
    {Word::NoWarnings, "None: every pair was fused by every method.", "无：所有图像对均由所有方法完成融合。"},
    {Word::FailedItem, "%1: %2", "%1：%2"},
    {Word::FailedFor, "%1 by %2: %3", "%1（%2）：%3"},
    {Word::MissingItems, "%1 results are neither done nor failed: the run is not at its end.",
     "%1 个结果既未完成也未失败：运行尚未结束。"},
    {Word::SkippedFile, "%1 was passed over: %2.", "已略过 %1：%2。"},
    {Word::AndMore, "and %1 more, which the formats JSON and CSV list in full.", "另有 %1 项，见 JSON 与 CSV 格式。"},
    {Word::OnePair, "Pair %1", "图像对 %1"},
    {Word::InfraredFigure, "infrared", "红外"},
    {Word::VisibleFigure, "visible", "可见光"},
    {Word::WeightFigure, "weight w₁", "权重 w₁"},
    {Word::ChangeFigure, "f%1 − f₀", "f%1 − f₀"},
    {Word::AttentionFigure, "attention A%1", "注意力 A%1"},
    {Word::ClassesFigure, "classes on f%1", "f%1 上的类别"},
    {Word::WeightsFigure, "weights by class", "各类别权重"},
    {Word::WeightsKey, "bar: w₁, rest w₂, dashed ½", "条：w₁，其余 w₂，虚线 ½"},
    {Word::Clipped, "%1: %2 % of the pixels lie beyond the range and show its end colour.",
     "%1：%2 % 的像素超出范围，以端点颜色显示。"},
    {Word::Shrunk, "Pictures of %1 × %2 pixels are shown at %3 × %4 (area average).",
     "%1 × %2 像素的图像以 %3 × %4 显示（区域平均）。"},
    {Word::NoPicture, "no picture", "无图像"},
    {Word::FigureNote, "Sources as the methods got them. Gray and colour pictures have the range 0–1.",
     "源图像为方法所得的输入。灰度与彩色图像的范围为 0–1。"},
    {Word::EachPair, "Each pair: %1", "逐对指标：%1"},
    {Word::Image, "Pair", "图像对"},
    {Word::Best, "best", "最佳"},
    {Word::Second, "second", "次佳"},
});

constexpr bool isInOrder()
{
    for (std::size_t i = 0; i < kWords.size(); ++i)
        if (kWords[i].word != static_cast<Word>(i))
            return false;
    return kWords.size() == static_cast<std::size_t>(Word::Count);
}
static_assert(isInOrder(), "a word is looked up by its place");

} // namespace

std::string toString(Language language) { return language == Language::English ? "en" : "zh"; }

Language parseLanguage(std::string_view text)
{
    if (text == "en")
        return Language::English;
    if (text == "zh")
        return Language::Chinese;
    throw Error(ErrorKind::Usage, "Unknown language \"" + std::string(text) + "\"", "there are en and zh",
                "Choose one of them");
}

std::string_view say(Language language, Word word)
{
    const Translation& translation = kWords.at(static_cast<std::size_t>(word));
    return language == Language::English ? translation.english : translation.chinese;
}

std::string say(Language language, Word word, std::initializer_list<std::string_view> values)
{
    const std::string_view pattern = say(language, word);
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::size_t index = i + 1 < pattern.size() ? static_cast<std::size_t>(pattern[i + 1] - '1') : 9;
        if (pattern[i] == '%' && index < values.size()) {
            text += *(values.begin() + index);
            ++i;
        } else {
            text += pattern[i];
        }
    }
    return text;
}

} // namespace duoscope
