// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/value_range.h"

#include "core/base/error.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <vector>

namespace duoscope {
namespace {

constexpr RangeRequest kRobust{RangeRequest::Kind::Percentile, 0.5, 99.5};
constexpr RangeRequest kFull{RangeRequest::Kind::Full, 0, 0};

std::string shortest(double number)
{
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

bool parseNumber(std::string_view text, double& number)
{
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    return problem == std::errc() && end == text.data() + text.size() && std::isfinite(number);
}

bool parseTwo(std::string_view text, RangeRequest& request)
{
    const auto comma = text.find(',');
    return comma != std::string_view::npos && parseNumber(text.substr(0, comma), request.low) &&
           parseNumber(text.substr(comma + 1), request.high);
}

void requireFinite(const cv::Mat& stored, const std::string& name)
{
    if (stored.depth() != CV_32F)
        return;
    std::size_t count = 0;
    cv::Point first;
    for (int y = 0; y < stored.rows; ++y) {
        const auto* row = stored.ptr<float>(y);
        for (int i = 0; i < stored.cols * stored.channels(); ++i)
            if (!std::isfinite(row[i]) && count++ == 0)
                first = {i / stored.channels(), y};
    }
    if (count > 0)
        throw Error(ErrorKind::Input, "Cannot use " + name,
                    std::to_string(count) + (count == 1 ? " of its values is" : " of its values are") +
                        " NaN or infinite, the first at column " + std::to_string(first.x) + ", row " +
                        std::to_string(first.y) + " (counted from 0)",
                    "Replace such values before, for instance by those of their neighbours");
}

/// The two values beside a percentile's place in the sorted list, and how far between them it lies.
struct Rank {
    std::size_t below = 0;
    std::size_t above = 0;
    double fraction = 0;
};

Rank rankOf(double percentile, std::size_t count)
{
    const double place = percentile / 100 * static_cast<double>(count - 1);
    Rank rank;
    rank.below = std::min(static_cast<std::size_t>(place), count - 1);
    rank.above = std::min(rank.below + 1, count - 1);
    rank.fraction = place - static_cast<double>(rank.below);
    return rank;
}

double between(double below, double above, double fraction) { return below + (above - below) * fraction; }

template <typename Value>
std::vector<std::size_t> histogramOf(const cv::Mat& stored)
{
    std::vector<std::size_t> histogram(std::size_t{1} << (8 * sizeof(Value)));
    for (int y = 0; y < stored.rows; ++y) {
        const auto* row = stored.ptr<Value>(y);
        for (int i = 0; i < stored.cols * stored.channels(); ++i)
            ++histogram[row[i]];
    }
    return histogram;
}

double percentileOf(const std::vector<std::size_t>& histogram, std::size_t count, double percentile)
{
    const auto valueAt = [&](std::size_t rank) {
        std::size_t value = 0;
        for (std::size_t seen = histogram[0]; seen <= rank; seen += histogram[value])
            ++value;
        return static_cast<double>(value);
    };
    const Rank rank = rankOf(percentile, count);
    return between(valueAt(rank.below), valueAt(rank.above), rank.fraction);
}

double percentileOf(std::vector<float>& values, double percentile)
{
    const auto valueAt = [&](std::size_t rank) {
        const auto place = values.begin() + static_cast<std::ptrdiff_t>(rank);
        std::nth_element(values.begin(), place, values.end());
        return static_cast<double>(*place);
    };
    const Rank rank = rankOf(percentile, values.size());
    return between(valueAt(rank.below), valueAt(rank.above), rank.fraction);
}

void setPercentiles(const cv::Mat& stored, const RangeRequest& request, AppliedRange& range)
{
    const std::size_t count = stored.total() * static_cast<std::size_t>(stored.channels());
    if (stored.depth() == CV_32F) {
        const cv::Mat line = (stored.isContinuous() ? stored : stored.clone()).reshape(1, 1);
        std::vector<float> values(line.begin<float>(), line.end<float>());
        range.low = percentileOf(values, request.low);
        range.high = percentileOf(values, request.high);
        return;
    }
    const auto histogram =
        stored.depth() == CV_8U ? histogramOf<std::uint8_t>(stored) : histogramOf<std::uint16_t>(stored);
    range.low = percentileOf(histogram, count, request.low);
    range.high = percentileOf(histogram, count, request.high);
}

template <typename Value>
void setClipped(const cv::Mat& stored, AppliedRange& range)
{
    std::size_t below = 0, above = 0;
    for (int y = 0; y < stored.rows; ++y) {
        const auto* row = stored.ptr<Value>(y);
        for (int i = 0; i < stored.cols * stored.channels(); ++i) {
            below += row[i] < range.low;
            above += row[i] > range.high;
        }
    }
    const double count = static_cast<double>(stored.total()) * stored.channels();
    range.clippedBelow = static_cast<double>(below) / count;
    range.clippedAbove = static_cast<double>(above) / count;
}

RangeRequest settle(const cv::Mat& stored, Modality modality, const RangeRequest& request)
{
    if (request.kind != RangeRequest::Kind::Automatic)
        return request;
    if (stored.depth() == CV_8U)
        return kFull;
    if (modality == Modality::Infrared)
        return kRobust;
    if (stored.depth() == CV_16U)
        return kFull;
    double low = 0, high = 0;
    cv::minMaxIdx(stored.reshape(1), &low, &high);
    return low >= 0 && high <= 1 ? kFull : kRobust;
}

float mapped(double value, const AppliedRange& range)
{
    if (value <= range.low)
        return 0;
    if (value >= range.high)
        return 1; // Also where low equals high, without a division.
    return static_cast<float>((value - range.low) / (range.high - range.low));
}

template <typename Value>
void applyByTable(const cv::Mat& stored, const AppliedRange& range, cv::Mat& result)
{
    std::vector<float> table(std::size_t{1} << (8 * sizeof(Value)));
    for (std::size_t value = 0; value < table.size(); ++value)
        table[value] = mapped(static_cast<double>(value), range);
    for (int y = 0; y < stored.rows; ++y)
        std::transform(stored.ptr<Value>(y), stored.ptr<Value>(y) + stored.cols * stored.channels(),
                       result.ptr<float>(y), [&](Value value) { return table[value]; });
}

} // namespace

RangeRequest RangeRequest::parse(const std::string& text)
{
    const auto fail = [&](const std::string& why) {
        throw Error(ErrorKind::Usage, "Cannot use the value range \"" + text + "\"", why,
                    "Write auto, full, percentile:LOW,HIGH or fixed:LOW,HIGH, for instance percentile:0.5,99.5");
    };
    if (text == "auto")
        return {};
    if (text == "full")
        return kFull;
    RangeRequest request;
    const std::string_view view(text);
    constexpr std::string_view kPercentile = "percentile:", kFixed = "fixed:";
    if (view.starts_with(kPercentile)) {
        request.kind = Kind::Percentile;
        if (!parseTwo(view.substr(kPercentile.size()), request))
            fail("two numbers with a comma between them must follow the colon");
        if (request.low < 0 || request.high > 100)
            fail("percentiles lie between 0 and 100");
    } else if (view.starts_with(kFixed)) {
        request.kind = Kind::Fixed;
        if (!parseTwo(view.substr(kFixed.size()), request))
            fail("two numbers with a comma between them must follow the colon");
    } else {
        fail("there is no such rule");
    }
    if (request.low >= request.high)
        fail("the first number must be below the second");
    return request;
}

std::string RangeRequest::toString() const
{
    switch (kind) {
    case Kind::Automatic:
        return "auto";
    case Kind::Full:
        return "full";
    case Kind::Percentile:
        return "percentile:" + shortest(low) + "," + shortest(high);
    case Kind::Fixed:
        return "fixed:" + shortest(low) + "," + shortest(high);
    }
    return {};
}

AppliedRange resolveRange(const cv::Mat& stored, Modality modality, const RangeRequest& request,
                          const std::string& name)
{
    CV_Assert(!stored.empty() && (stored.depth() == CV_8U || stored.depth() == CV_16U || stored.depth() == CV_32F));
    requireFinite(stored, name);
    const RangeRequest settled = settle(stored, modality, request);
    AppliedRange range;
    range.rule = settled.toString();
    switch (settled.kind) {
    case RangeRequest::Kind::Percentile:
        setPercentiles(stored, settled, range);
        break;
    case RangeRequest::Kind::Fixed:
        range.low = settled.low;
        range.high = settled.high;
        break;
    default:
        range.low = 0;
        range.high = stored.depth() == CV_8U ? 255 : stored.depth() == CV_16U ? 65535 : 1;
    }
    if (stored.depth() == CV_8U)
        setClipped<std::uint8_t>(stored, range);
    else if (stored.depth() == CV_16U)
        setClipped<std::uint16_t>(stored, range);
    else
        setClipped<float>(stored, range);
    return range;
}

cv::Mat applyRange(const cv::Mat& stored, const AppliedRange& range)
{
    cv::Mat result(stored.size(), CV_32FC(stored.channels()));
    if (stored.depth() == CV_8U) {
        applyByTable<std::uint8_t>(stored, range, result);
    } else if (stored.depth() == CV_16U) {
        applyByTable<std::uint16_t>(stored, range, result);
    } else {
        CV_Assert(stored.depth() == CV_32F);
        for (int y = 0; y < stored.rows; ++y)
            std::transform(stored.ptr<float>(y), stored.ptr<float>(y) + stored.cols * stored.channels(),
                           result.ptr<float>(y), [&](float value) { return mapped(value, range); });
    }
    return result;
}

} // namespace duoscope
