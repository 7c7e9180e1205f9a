// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/fusion/npy.h"

#include "core/base/atomic_file.h"

#include <bit>
#include <stdexcept>
#include <string>

namespace duoscope {

static_assert(std::endian::native == std::endian::little, "numbers are written as they lie");

void writeNpy(const std::filesystem::path& file, const cv::Mat& matrix)
{
    if (matrix.type() != CV_32FC1 && matrix.type() != CV_32SC1)
        throw std::invalid_argument("writeNpy takes float32 and int32 matrices of one channel");
    constexpr std::size_t kPrefix = 10; // magic, version, length
    std::string header = std::string("{'descr': '") + (matrix.type() == CV_32FC1 ? "<f4" : "<i4") +
                         "', 'fortran_order': False, 'shape': (" + std::to_string(matrix.rows) + ", " +
                         std::to_string(matrix.cols) + "), }";
    header.append(63 - (kPrefix + header.size()) % 64, ' ');
    header += '\n'; // prefix and header together are a multiple of 64 bytes
    writeAtomically(file, [&](std::ostream& stream) {
        stream.write("\x93NUMPY\x01\x00", 8);
        stream.put(static_cast<char>(header.size() & 0xff));
        stream.put(static_cast<char>(header.size() >> 8));
        stream << header;
        // At once where rows follow each other: each call is one of the system's.
        const cv::Mat lines = matrix.isContinuous() ? matrix.reshape(0, 1) : matrix;
        for (int y = 0; y < lines.rows; ++y)
            stream.write(reinterpret_cast<const char*>(lines.ptr(y)),
                         static_cast<std::streamsize>(lines.elemSize()) * lines.cols);
    });
}

} // namespace duoscope
