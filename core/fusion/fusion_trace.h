// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/image/image_pair.h"
#include "core/labels/class_set.h"

#include <opencv2/core/mat.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace duoscope {

/// One source's side of a class's attribution (equations 5-8).
struct ClassAttribution {
    double score = 0;       ///< mean class score over the class's pixels
    double attribution = 0; ///< D, before the ReLU
    double residual = 0;    ///< completeness residual: attribution of all pixels less the score's change
    double change = 0;      ///< the score's change from a black picture, to set the residual against
};

/// One class and the weights its region received.
struct ClassTrace {
    int id = 0;
    std::int64_t pixels = 0; ///< 0 where the class is absent
    ClassAttribution infrared;
    ClassAttribution visible;
    double attributedWeight = 0.5; ///< w1 as attribution gave it, in [0,1]
    double infraredWeight = 0.5;   ///< w1 as used for the next stage; differs where the analyst changed it

    double visibleWeight() const { return 1.0 - infraredWeight; }
    bool isChanged() const { return infraredWeight != attributedWeight; }
};

/// One stage. Matrices CV_32FC1 of the pair's size; those of stage 0 but the image are empty.
struct StageTrace {
    int k = 0;
    cv::Mat fused;        ///< f_k in [0,1]; f_0 is the mean of the sources
    cv::Mat attention;    ///< A^(k) as the stage used it, before scaling and the sigmoid; score per pixel
    cv::Mat dataGradient; ///< of the data term at f_{k-1}, in [-1,1] (equation 3)
    double stepSize = 0;  ///< ρ_k
    double change = 0;    ///< mean |f_k − f_{k-1}|
    double completenessResidual =
        0;                  ///< of the attention: the sum of its increments less the score's change from f_0 to f_{k-1}
    double scoreChange = 0; ///< that change
    double seconds = 0;     ///< time the stage took
    std::vector<double> infraredWeights; ///< w1 of each class id as this stage used it
};

/// A quantity that this method alone has: a further output of a module, a map its network computed on the way.
struct NamedLayer {
    std::string name; ///< unique in its trace; letters, digits, "-", "_" and ".", as layerName() gives them
    cv::Mat values;   ///< CV_32FC1 of the pair's size; any range, not necessarily finite
    std::string note; ///< what was done to it: "resized from 160 x 120"; empty where nothing was
};

/// A text as the name of a layer and part of a file's: other characters become "_", an empty text "layer", and what
/// goes beyond 64 characters is cut off.
std::string layerName(std::string_view text);

/// How a pair was fused that is too large to be fused whole; see tiling_plan.h.
struct Tiling {
    int reduction = 1;       ///< n: class weights, regions and attention are of pictures made smaller n times …
    cv::Size guidance;       ///< … that have this size
    cv::Size tile;           ///< largest tile, without what is seen around it
    int tiles = 0;           ///< how many
    int halo = 0;            ///< pixels that are seen around a tile
    std::int64_t memory = 0; ///< bytes that the process was to keep to
    std::vector<std::string> leftOut; ///< quantities that would not have fitted: "attention"; their matrices are empty
};

/// What made a trace, for reports and to make it again.
struct Provenance {
    std::string method;                          ///< name in the registry
    std::string equations;                       ///< "paper" or "released"; empty for methods without
    std::string model;                           ///< path as given; empty without
    std::string modelHash;                       ///< SHA-256 of the model's file, hexadecimal
    std::map<std::string, std::string> options;  ///< every option that shapes the result
    std::map<std::string, std::string> versions; ///< Duoscope and the libraries
    std::string device;                          ///< "cpu" or "cuda"
    int threads = 0;
};

/// Everything an analyst can look at about one fusion: a plain value. Matrices have the pair's size; those that a
/// method or an unfinished run has not made are empty.
struct FusionTrace {
    ImagePair pair;
    Provenance provenance;
    ClassSet classSet;
    cv::Mat regions;                 ///< CV_32SC1, class id of each pixel, from the segmentation of f_0
    std::vector<ClassTrace> classes; ///< one entry a class id of the class set
    cv::Mat infraredWeight;          ///< CV_32FC1, w1 in [0,1] as the next stage would use it
    std::vector<StageTrace> stages;  ///< index is k; only stage 0 for methods without stages
    std::vector<NamedLayer> extras;  ///< of the last stage's computation; empty for most methods
    cv::Mat gray;                    ///< CV_32FC1 in [0,1], the final gray image
    cv::Mat colour;                  ///< CV_32FC3 BGR in [0,1]; empty where no source has colour
    cv::Mat segmentationInfrared;    ///< CV_32SC1 class ids
    cv::Mat segmentationVisible;     ///< CV_32SC1
    cv::Mat segmentationFused;       ///< CV_32SC1, of the last stage's image
    double preparationSeconds = 0;   ///< segmentation and class weights
    std::optional<Tiling> tiling;    ///< of a pair fused in tiles
    bool isPreview = false;          ///< made by FusionRun::preview(): for looking at, not for measuring

    /// Whether class attributions and attention were computed; else their numbers are 0 and say nothing.
    bool isAttributed() const;
    /// Whether the last stage is computed: a trace has a gray image from its first stage on.
    bool isFinished() const { return classes.empty() ? !gray.empty() : !segmentationFused.empty(); }
    /// Whether the analyst changed a class's weight.
    bool isWhatIf() const;
    double seconds() const; ///< that its computation took
};

/// How often attribution decides nothing or everything, as shares of all pixels in [0,1].
struct WeightShares {
    double undecided = 0; ///< both attributions are not positive, so w1 = ½
    double atLimit = 0;   ///< attributed w1 within 1e-3 of 0 or 1
};
WeightShares weightShares(const FusionTrace& trace);

} // namespace duoscope
