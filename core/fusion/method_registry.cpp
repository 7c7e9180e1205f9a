// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/method_registry.h"

#include "core/base/error.h"
#include "core/fusion/classical_method.h"
#include "core/fusion/classical_methods.h"
#include "core/fusion/external_method.h"
#include "core/fusion/refusion_method.h"
#include "core/fusion/uaafusion_method.h"

#include <algorithm>
#include <functional>

namespace duoscope {
namespace {

struct Entry {
    MethodInfo info;
    std::function<std::unique_ptr<FusionMethod>(const FusionOptions&)> make;
};

Entry classical(MethodInfo info, FusionRule rule, WholePicture whole)
{
    std::string name = info.name;
    return {std::move(info),
            [name = std::move(name), rule = std::move(rule), whole = std::move(whole)](const FusionOptions& options) {
                return makeClassicalMethod(name, rule, whole, options.stretch.value_or(false), options.limits);
            }};
}

// Bytes a pixel that the classical methods take at their peaks in colour: estimates from the pictures they hold.
constexpr const char* kAtOnce = "it works on the whole picture at once";

const std::vector<Entry>& entries()
{
    static const std::vector<Entry> all = {
        {{"uaafusion", "UAAFusion",
          "Unfolding network whose stages are guided by the attribution of a segmentation network.",
          "Bai et al., Deep Unfolding Multi-modal Image Fusion Network via Attribution Analysis, TCSVT 2024", true,
          true},
         makeUaaFusion},
        {{"refusion", "ReFusion",
          "Transformer network for one kind of pairs, trained with a loss that was learned from reconstruction.",
          "Bai et al., ReFusion: Learning Image Fusion from Reconstruction with Learnable Loss via Meta-Learning, IJCV "
          "2024",
          true},
         makeReFusion},
        classical({"laplacian", "Laplacian pyramid", "The stronger detail of each band, the mean of the coarsest.",
                   "Burt and Adelson 1983; Burt and Kolczynski 1993", false},
                  fuseLaplacian, {"its pyramid spans the whole picture", 80}),
        classical({"guided", "Guided filter",
                   "Base and detail layers weighted by saliency that a guided filter aligns with edges.",
                   "Li, Kang and Hu, Image Fusion with Guided Filtering, TIP 2013", false},
                  fuseGuided, {kAtOnce, 200}),
        classical({"wavelet", "Wavelet",
                   "Wavelet bands: where a detail and its neighbours are stronger, the mean of the coarsest.",
                   "Li, Manjunath and Mitra, Multisensor Image Fusion Using the Wavelet Transform, GMIP 1995", false},
                  fuseWavelet, {kAtOnce, 90}),
        classical({"two-scale", "Two scales",
                   "A base and its details, weighted by how much stands out from its surroundings.",
                   "Bavirisetti and Dhuli, Two-scale image fusion of visible and infrared images using saliency "
                   "detection, Infrared Physics & Technology 2016",
                   false},
                  fuseTwoScale, {kAtOnce, 90}),
        classical({"average", "Average", "The mean of both sources.", "", false}, fuseAverage, {kAtOnce, 40}),
        classical({"maximum", "Maximum", "The brighter source, pixel by pixel.", "", false}, fuseMaximum,
                  {kAtOnce, 40}),
    };
    return all;
}

} // namespace

std::string toString(AttributionMode mode)
{
    switch (mode) {
    case AttributionMode::Exact:
        return "exact";
    case AttributionMode::Fast:
        return "fast";
    case AttributionMode::Off:
        break;
    }
    return "off";
}

AttributionMode parseAttributionMode(std::string_view text)
{
    for (const AttributionMode mode : {AttributionMode::Exact, AttributionMode::Fast, AttributionMode::Off})
        if (text == toString(mode))
            return mode;
    throw Error(ErrorKind::Usage, "Unknown attribution \"" + std::string(text) + "\"", "there are exact, fast and off",
                "Choose one of the three");
}

const std::vector<MethodInfo>& fusionMethods()
{
    static const std::vector<MethodInfo> infos = [] {
        std::vector<MethodInfo> list;
        for (const Entry& entry : entries())
            list.push_back(entry.info);
        return list;
    }();
    return infos;
}

const MethodInfo* findMethod(std::string_view name)
{
    const std::vector<MethodInfo>& infos = fusionMethods();
    const auto found = std::find_if(infos.begin(), infos.end(), [&](const auto& info) { return info.name == name; });
    return found == infos.end() ? nullptr : &*found;
}

std::unique_ptr<FusionMethod> makeFusionMethod(const std::string& name, const FusionOptions& options)
{
    if (!options.external.empty())
        return makeExternalMethod({name, options.external}, options);
    std::string known;
    for (const Entry& entry : entries()) {
        if (entry.info.name == name)
            return entry.make(options);
        known += (known.empty() ? "" : ", ") + entry.info.name;
    }
    throw Error(ErrorKind::Usage, "Unknown method \"" + name + "\"", "there are " + known,
                "Choose one of them (duoscope-cli methods describes each)");
}

} // namespace duoscope
