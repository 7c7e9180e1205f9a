// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/dataset_layout.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"
#include "core/dataset/layout_shapes.h"

#include <algorithm>
#include <tuple>

namespace duoscope {
namespace {

namespace fs = std::filesystem;

const LayoutShape& shapeOf(DatasetLayout layout)
{
    const std::vector<LayoutShape>& shapes = layoutShapes();
    return *std::find_if(shapes.begin(), shapes.end(),
                         [layout](const LayoutShape& shape) { return shape.layout == layout; });
}

void requireFolder(const fs::path& folder)
{
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored))
        throw Error(ErrorKind::Input, "Cannot read the data set " + folder.string(),
                    fs::exists(folder, ignored) ? "it is not a folder" : "there is no such folder",
                    "Name the folder that holds the data set's own folders");
}

} // namespace

std::string_view layoutName(DatasetLayout layout) { return shapeOf(layout).name; }

DatasetLayout parseLayout(std::string_view name)
{
    std::string known;
    for (const LayoutShape& shape : layoutShapes()) {
        if (lowerCase(std::string(name)) == shape.name)
            return shape.layout;
        known += (known.empty() ? "" : ", ") + std::string(shape.name);
    }
    throw Error(ErrorKind::Usage, "Cannot use the layout \"" + printable(name) + "\"", "there is none of that name",
                "Choose one of " + known);
}

DatasetLayout recogniseLayout(const fs::path& folder)
{
    requireFolder(folder);
    std::string looked;
    for (const LayoutShape& shape : layoutShapes()) {
        if (shape.matches(folder))
            return shape.layout;
        looked += (looked.empty() ? "" : "; ") + std::string(shape.contents) + " (" + shape.name + ")";
    }
    throw Error(ErrorKind::Input, "Cannot tell what data set lies in " + folder.string(),
                "it has none of these shapes: " + looked, "Name the folder that holds the data set's own folders");
}

DatasetListing listSamples(const fs::path& folder, DatasetLayout layout)
{
    requireFolder(folder);
    const LayoutShape& shape = shapeOf(layout);
    if (!shape.matches(folder))
        throw Error(ErrorKind::Input, "Cannot read " + folder.string() + " as the layout " + shape.name,
                    std::string("it should hold ") + shape.contents, "Name the folder that holds these");
    DatasetListing listing;
    listing.layout = layout;
    listing.classSet = shape.classSet;
    shape.list(folder, listing);
    std::sort(listing.samples.begin(), listing.samples.end(), [](const SampleFiles& a, const SampleFiles& b) {
        return std::tie(a.name, a.split) < std::tie(b.name, b.split);
    });
    return listing;
}

} // namespace duoscope
