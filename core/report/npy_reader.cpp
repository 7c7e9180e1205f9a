// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/npy_reader.h"

#include "core/base/error.h"

#include <array>
#include <bit>
#include <cstdint>
#include <fstream>
#include <regex>
#include <string>

namespace duoscope {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are read as they lie");

constexpr std::string_view kMagic("\x93NUMPY\x01\x00", 8);
constexpr std::uintmax_t kPrefix = 10;      ///< magic, version, length of the header
constexpr std::size_t kLongestHeader = 128; ///< without its padding

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why)
{
    throw Error(ErrorKind::Input, "Cannot read " + file.string(), why, "Fuse the pair again with its trace");
}

} // namespace

cv::Mat readNpy(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::error_code problem;
    const std::uintmax_t size = std::filesystem::file_size(file, problem);
    if (!stream || problem)
        refuse(file, "it is missing or can't be opened");
    std::array<char, kPrefix> prefix{};
    stream.read(prefix.data(), prefix.size());
    if (!stream || std::string_view(prefix.data(), kMagic.size()) != kMagic)
        refuse(file, "it is no NumPy array of format 1.0");
    const std::size_t length = static_cast<unsigned char>(prefix[8]) + 256u * static_cast<unsigned char>(prefix[9]);
    std::string header(length, '\0');
    stream.read(header.data(), static_cast<std::streamsize>(length));
    // std::regex goes one call deeper for each space of the padding, of which there may be 65,000.
    header.resize(header.find_last_not_of(" \n") + 1);
    static const std::regex pattern(
        R"(\{'descr': '<(f4|i4)', 'fortran_order': False, 'shape': \((\d{1,7}), (\d{1,7})\), \})");
    std::smatch match;
    if (!stream || header.size() > kLongestHeader || !std::regex_match(header, match, pattern))
        refuse(file, "it is no matrix of float32 or int32, row by row");
    const int rows = std::stoi(match[2]), columns = std::stoi(match[3]);
    const std::uintmax_t bytes = 4u * static_cast<std::uintmax_t>(rows) * static_cast<std::uintmax_t>(columns);
    if (size != kPrefix + length + bytes || bytes == 0)
        refuse(file, "it has " + std::to_string(size) + " bytes, and its header says " +
                         std::to_string(kPrefix + length + bytes));
    cv::Mat matrix(rows, columns, match[1] == "f4" ? CV_32FC1 : CV_32SC1);
    stream.read(reinterpret_cast<char*>(matrix.data), static_cast<std::streamsize>(bytes));
    if (!stream)
        refuse(file, "it can't be read to its end");
    return matrix;
}

} // namespace duoscope
