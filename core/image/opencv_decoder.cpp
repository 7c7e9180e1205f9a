// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/image/opencv_decoder.h"

#include <opencv2/imgcodecs.hpp>

#include <iostream>
#include <new>
#include <streambuf>

namespace duoscope {
namespace {

/// Stands before std::cerr's buffer and drops what a thread writes while that thread is muted.
///
/// OpenCV writes the reason of every failed decoding to std::cerr, at no log level, where it would garble a progress
/// bar; the user is told by an Error. Putting another buffer in for the time of a call would take other threads'
/// lines, too, and race with them. This one is put in once, and stays: std::cerr may outlive any owner.
class MutableErrorBuffer : public std::streambuf {
public:
    static void install() { [[maybe_unused]] static MutableErrorBuffer* const installed = new MutableErrorBuffer; }

    static inline thread_local bool s_muted = false;

private:
    MutableErrorBuffer() : m_target(std::cerr.rdbuf(this)) {}

    int_type overflow(int_type character) override
    {
        if (s_muted || traits_type::eq_int_type(character, traits_type::eof()))
            return traits_type::not_eof(character);
        return m_target->sputc(traits_type::to_char_type(character));
    }
    std::streamsize xsputn(const char* text, std::streamsize count) override
    {
        return s_muted ? count : m_target->sputn(text, count);
    }
    int sync() override { return s_muted ? 0 : m_target->pubsync(); }

    std::streambuf* m_target;
};

class MutedThread {
public:
    MutedThread()
    {
        MutableErrorBuffer::install();
        MutableErrorBuffer::s_muted = true;
    }
    ~MutedThread() { MutableErrorBuffer::s_muted = false; }
    MutedThread(const MutedThread&) = delete;
    MutedThread& operator=(const MutedThread&) = delete;
};

} // namespace

cv::Mat decodeWithOpenCv(ByteView bytes)
{
    const MutedThread muted;
    // OpenCV takes a matrix that it does not change; there is no const way to say so.
    const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1, const_cast<std::uint8_t*>(bytes.data()));
    try {
        return cv::imdecode(buffer, cv::IMREAD_UNCHANGED);
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem)
            throw std::bad_alloc();
        return {};
    }
}

} // namespace duoscope
