// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/box_list.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/dataset/folder_contents.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace duoscope {
namespace {

/// Rounding of the published lists puts some boxes this far outside.
constexpr double kSlack = 0.02;

/// No list has more bytes or boxes; what compares all boxes with each other would take hours.
constexpr std::uintmax_t kMostBytes = 4 << 20;
constexpr std::size_t kMostBoxes = 10'000;

std::ifstream opened(const std::filesystem::path& file)
{
    std::error_code ignored;
    std::ifstream stream(file);
    if (!stream || !std::filesystem::is_regular_file(file, ignored))
        throw Error(ErrorKind::Input, "Cannot read the boxes in " + file.string(), "the file can't be opened",
                    "Check its name and permissions");
    if (std::filesystem::file_size(file, ignored) > kMostBytes)
        throw Error(ErrorKind::Input, "Cannot read the boxes in " + file.string(),
                    "it has more than " + std::to_string(kMostBytes) + " bytes", "Give a YOLO text of one picture");
    return stream;
}

bool isBlank(const std::string& line) { return line.find_first_not_of(" \t\r") == std::string::npos; }

} // namespace

int boxClassId(const std::string& boxClass, const ClassSet& target)
{
    const std::string name = lowerCase(boxClass);
    return target.idOf(name == "people" || name == "pedestrian" ? "person" : name);
}

std::map<int, std::string> readBoxClasses(const std::filesystem::path& file)
{
    std::ifstream stream = opened(file);
    std::map<int, std::string> classes;
    for (std::string line; std::getline(stream, line);) {
        if (isBlank(line))
            continue;
        std::istringstream words(line);
        int number = 0;
        std::string name;
        if (!(words >> number >> name) || number < 0 || !classes.emplace(number, name).second)
            throw Error(ErrorKind::Input, "Cannot read the box classes in " + file.string(),
                        "the line \"" + printable(line.substr(0, 60)) + "\" is not a new number and a name",
                        "Write a line like \"0 person\" for each class");
    }
    return classes;
}

std::vector<LabelBox> readBoxList(const std::filesystem::path& file, cv::Size picture,
                                  const std::map<int, std::string>& classes, const ClassSet& target,
                                  std::vector<std::string>& warnings)
{
    std::ifstream stream = opened(file);
    std::vector<LabelBox> boxes;
    int damaged = 0, unknown = 0, number = 0, firstDamaged = 0;
    for (std::string line; std::getline(stream, line);) {
        ++number;
        if (isBlank(line))
            continue;
        std::istringstream words(line);
        int boxClass = -1;
        double cx = 0, cy = 0, w = 0, h = 0;
        std::string more;
        const bool isRead = (words >> boxClass >> cx >> cy >> w >> h) && !(words >> more);
        const bool isInside = cx - w / 2 >= -kSlack && cx + w / 2 <= 1 + kSlack && cy - h / 2 >= -kSlack &&
                              cy + h / 2 <= 1 + kSlack && w > 0 && h > 0;
        if (!isRead || !isInside) {
            firstDamaged = damaged++ ? firstDamaged : number;
            continue;
        }
        if (boxes.size() == kMostBoxes)
            throw Error(ErrorKind::Input, "Cannot read the boxes in " + file.string(),
                        "it has more than " + std::to_string(kMostBoxes), "Give a YOLO text of one picture");
        const auto named = classes.find(boxClass);
        unknown += named == classes.end();
        const cv::Rect2d whole(0, 0, picture.width, picture.height);
        const cv::Rect2d area((cx - w / 2) * picture.width, (cy - h / 2) * picture.height, w * picture.width,
                              h * picture.height);
        boxes.push_back({named == classes.end() ? -1 : boxClassId(named->second, target), area & whole, false});
    }
    if (damaged)
        warnings.push_back(file.string() + ": line " + std::to_string(firstDamaged) +
                           (damaged > 1 ? " and " + std::to_string(damaged - 1) + " more are" : " is") +
                           " no box of the form \"class cx cy w h\" inside the picture; left out");
    if (unknown)
        warnings.push_back(file.string() + ": " + std::to_string(unknown) +
                           " boxes are of a class number without a name; their areas count as unknown");
    return boxes;
}

} // namespace duoscope
