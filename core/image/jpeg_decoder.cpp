// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/jpeg_decoder.h"

#include <csetjmp>
#include <cstddef>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

namespace duoscope {
namespace {

/// Cameras pad the end of the data by some bytes; a stream that lost its place leaves far more.
constexpr int kHarmlessExtraBytes = 64;

/// libjpeg's error manager with what is needed beside it; base comes first so that libjpeg's pointer is ours, too.
struct Reporter {
    jpeg_error_mgr base;
    std::jmp_buf escape;
    char complaint[JMSG_LENGTH_MAX];
};

void keepMessage(j_common_ptr info)
{
    auto* reporter = reinterpret_cast<Reporter*>(info->err);
    if (reporter->complaint[0] == '\0')
        reporter->base.format_message(info, reporter->complaint);
}

[[noreturn]] void onError(j_common_ptr info)
{
    keepMessage(info);
    std::longjmp(reinterpret_cast<Reporter*>(info->err)->escape, 1);
}

void onMessage(j_common_ptr info, int level)
{
    if (level >= 0)
        return; // A trace, not a warning.
    switch (info->err->msg_code) {
    case JWRN_HIT_MARKER:
    case JWRN_HUFF_BAD_CODE:
    case JWRN_ARITH_BAD_CODE:
    case JWRN_MUST_RESYNC:
    case JWRN_JPEG_EOF:
    case JWRN_BOGUS_PROGRESSION:
        keepMessage(info);
        break;
    case JWRN_EXTRANEOUS_DATA:
        if (info->err->msg_parm.i[0] > kHarmlessExtraBytes)
            keepMessage(info);
        break;
    default:
        break; // About metadata.
    }
}

/// Holds nothing that has a destructor, for longjmp would skip it.
void decodeInto(ByteView bytes, cv::Mat& pixels, Reporter& reporter)
{
    jpeg_decompress_struct info;
    info.err = jpeg_std_error(&reporter.base);
    reporter.base.error_exit = onError;
    reporter.base.emit_message = onMessage;
    reporter.complaint[0] = '\0';
    if (setjmp(reporter.escape)) {
        jpeg_destroy_decompress(&info);
        return;
    }
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, bytes.data(), static_cast<unsigned long>(bytes.size()));
    jpeg_read_header(&info, TRUE);
    info.out_color_space = pixels.channels() == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
    jpeg_start_decompress(&info);
    if (info.output_width != static_cast<JDIMENSION>(pixels.cols) ||
        info.output_height != static_cast<JDIMENSION>(pixels.rows) || info.output_components != pixels.channels()) {
        std::snprintf(reporter.complaint, sizeof reporter.complaint, "two headers contradict each other");
    } else {
        while (info.output_scanline < info.output_height) {
            JSAMPROW row = pixels.ptr<JSAMPLE>(static_cast<int>(info.output_scanline));
            jpeg_read_scanlines(&info, &row, 1);
        }
        jpeg_finish_decompress(&info);
    }
    jpeg_destroy_decompress(&info);
}

} // namespace

std::string decodeJpeg(ByteView bytes, cv::Mat& pixels)
{
    Reporter reporter{};
    decodeInto(bytes, pixels, reporter);
    return reporter.complaint;
}

} // namespace duoscope
