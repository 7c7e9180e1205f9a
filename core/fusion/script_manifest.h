// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace duoscope {

/// The values that stand for black and white.
struct ScriptRange {
    double low = 0;
    double high = 1;
};

/// How pictures are made larger, at the right and at the bottom.
enum class ScriptPadding {
    Reflect, ///< mirrored at the last pixel, which is not repeated; as Replicate where the picture is smaller than that
    Replicate, ///< the last pixel repeated
};

/// A method of the user's own: a TorchScript module and what it takes and gives.
///
/// It is read from a JSON file beside the module. Only the name and the module are required; the others are shown here
/// as they are when left out, "title" but for being the name:
///
///     {
///         "name": "mynet",                    what tables and folders call it: letters, digits, "-", "_", "."
///         "module": "mynet.pt",               TorchScript, relative to the manifest
///         "title": "mynet",                   for people
///         "summary": "",                      one sentence
///         "source": "",                       citation
///         "input": {
///             "order": "infrared-visible",    or "visible-infrared": forward's first and second picture
///             "channels": 1,                  1: luminance; 3: R, G, B, gray three times where there is no colour, as
///                                             always in infrared; or {"infrared": 1, "visible": 3}
///             "range": [0, 1],                what black and white are: [-1, 1], [0, 255], …
///             "multiple": 1,                  width and height become multiples of it, at most 1024, by
///             "padding": "reflect"            mirroring, or "replicate": repeating the last pixel; cut off again
///         },
///         "output": {
///             "range": [0, 1],                what black and white are in the result
///             "clamp": true                   cut what lies outside; false: an error, which finds wrong ranges
///         },
///         "colour": "keep-visible"            the sources' colours, as for all methods; "none": a gray result alone
///     }
struct ScriptManifest {
    std::filesystem::path file; ///< as given
    std::string name;
    std::string title;
    std::string summary;
    std::string source;
    std::filesystem::path module; ///< the folder of the manifest with what it says

    bool visibleFirst = false;
    int infraredChannels = 1; ///< 1 or 3
    int visibleChannels = 1;  ///< 1 or 3
    ScriptRange inputRange;
    int multiple = 1;
    ScriptPadding padding = ScriptPadding::Reflect;
    ScriptRange outputRange;
    bool clamp = true;
    bool keepColour = true;

    /// All that shapes the result, as provenance has it, in the manifest's own words.
    std::map<std::string, std::string> options() const;
};

/// Reads a manifest; of the module only the path.
/// Throws Error(Model) where the file can't be read or is no JSON object, a required key is missing, a key is not
/// known (the message names the most similar one), or a value is of another kind or out of its range.
ScriptManifest readScriptManifest(const std::filesystem::path& file);

} // namespace duoscope
