// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/padding.h"

#include "core/base/error.h"

#include <algorithm>

namespace duoscope {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Where along a side of the padded picture its pixels stand, and which of them stand again beyond each end.
struct Line {
    std::int64_t dimension;
    std::int64_t begin; ///< 1 where there is a pixel before the first, else 0
    std::int64_t end;
    std::int64_t length; ///< with what was added
    std::int64_t again;  ///< distance from the added pixel to the one that it repeats

    Line(std::int64_t dim, std::int64_t inner, bool before, bool after, Padding padding)
        : dimension(dim), begin(before ? 1 : 0), end(begin + inner), length(end + (after ? 1 : 0)),
          again(padding == Padding::Reflect ? 2 : 1)
    {
    }

    torch::Tensor inner(const torch::Tensor& padded) const { return padded.slice(dimension, begin, end); }

    /// What each added pixel is and what it repeats.
    template <typename Function>
    void forAdded(const torch::Tensor& padded, const Function& function) const
    {
        const auto at = [&](std::int64_t i) { return padded.slice(dimension, i, i + 1); };
        if (begin > 0)
            function(at(0), at(again));
        if (length > end)
            function(at(length - 1), at(length - 1 - again));
    }
};

struct Frame {
    Line rows;
    Line columns;

    Frame(std::int64_t height, std::int64_t width, Padding padding, bool above, bool below)
        : rows(2, height, above, below, padding), columns(3, width, true, true, padding)
    {
    }
};

/// @param write  what puts a picture where it is to stand
template <typename Write>
torch::Tensor padded(const std::vector<torch::Tensor>& pictures, Padding padding, const Frame& frame,
                     torch::ScalarType type, const Write& write)
{
    const torch::Tensor& first = pictures[0];
    std::int64_t channels = 0;
    for (const torch::Tensor& picture : pictures)
        channels += picture.size(1);
    torch::Tensor result = torch::empty({first.size(0), channels, frame.rows.length, frame.columns.length},
                                        first.options().dtype(type), first.suggest_memory_format());
    const torch::Tensor band = frame.rows.inner(result);
    std::int64_t channel = 0;
    for (const torch::Tensor& picture : pictures) {
        write(frame.columns.inner(band).narrow(1, channel, picture.size(1)), picture);
        channel += picture.size(1);
    }
    const auto fill = [padding](torch::Tensor added, const torch::Tensor& source) {
        if (padding == Padding::Zeros)
            added.zero_();
        else
            added.copy_(source);
    };
    frame.columns.forAdded(band, fill);
    frame.rows.forAdded(result, fill);
    return result;
}

void copy(torch::Tensor place, const torch::Tensor& picture) { place.copy_(picture); }

void requirePixelsToReflect(const torch::Tensor& picture, Padding padding)
{
    TORCH_CHECK(padding != Padding::Reflect || (picture.size(2) > 1 && picture.size(3) > 1),
                "reflection needs two rows and columns");
}

class PadBorder : public torch::autograd::Function<PadBorder> {
public:
    static torch::Tensor forward(AutogradContext* context, const torch::Tensor& picture, int padding, bool above,
                                 bool below)
    {
        context->saved_data["height"] = picture.size(2);
        context->saved_data["width"] = picture.size(3);
        context->saved_data["padding"] = padding;
        context->saved_data["above"] = above;
        context->saved_data["below"] = below;
        const auto kind = static_cast<Padding>(padding);
        return padded({picture}, kind, Frame(picture.size(2), picture.size(3), kind, above, below),
                      picture.scalar_type(), copy);
    }

    static variable_list backward(AutogradContext* context, const variable_list& gradients)
    {
        const auto kind = static_cast<Padding>(context->saved_data["padding"].toInt());
        const Frame frame(context->saved_data["height"].toInt(), context->saved_data["width"].toInt(), kind,
                          context->saved_data["above"].toBool(), context->saved_data["below"].toBool());
        torch::Tensor whole = gradients[0].clone();
        const auto giveBack = [kind](const torch::Tensor& added, torch::Tensor source) {
            if (kind != Padding::Zeros)
                source.add_(added);
        };
        frame.rows.forAdded(whole, giveBack); // in the opposite order
        const torch::Tensor band = frame.rows.inner(whole);
        frame.columns.forAdded(band, giveBack);
        const torch::Tensor none;
        return {frame.columns.inner(band).contiguous(whole.suggest_memory_format()), none, none, none};
    }
};

} // namespace

std::string toString(Padding padding)
{
    switch (padding) {
    case Padding::Reflect:
        return "reflect";
    case Padding::Replicate:
        return "replicate";
    case Padding::Zeros:
        break;
    }
    return "zeros";
}

Padding parsePadding(const std::string& text)
{
    for (const Padding padding : {Padding::Reflect, Padding::Replicate, Padding::Zeros})
        if (text == toString(padding))
            return padding;
    throw Error(ErrorKind::Model, "Unknown padding \"" + text + "\"", "there are reflect, replicate and zeros",
                "Check the file's metadata");
}

torch::Tensor padBorder(const std::vector<torch::Tensor>& pictures, Padding padding, bool above, bool below,
                        torch::ScalarType type)
{
    const torch::Tensor& first = pictures[0];
    requirePixelsToReflect(first, padding);
    const auto wantsGradient = [](const torch::Tensor& picture) { return picture.requires_grad(); };
    if (torch::GradMode::is_enabled() && std::any_of(pictures.begin(), pictures.end(), wantsGradient))
        return PadBorder::apply(pictures.size() == 1 ? first : torch::cat(pictures, 1), static_cast<int>(padding),
                                above, below);
    return padded(pictures, padding, Frame(first.size(2), first.size(3), padding, above, below),
                  type == torch::ScalarType::Undefined ? first.scalar_type() : type, copy);
}

torch::Tensor padActivated(const torch::Tensor& picture, double slope, Padding padding, bool above, bool below)
{
    requirePixelsToReflect(picture, padding);
    const auto activate = [slope](torch::Tensor place, const torch::Tensor& values) {
        at::leaky_relu_out(place, values, slope);
    };
    return padded({picture}, padding, Frame(picture.size(2), picture.size(3), padding, above, below),
                  picture.scalar_type(), activate);
}

} // namespace duoscope
