// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/error_log_guard.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <mutex>

namespace duoscope::test {
namespace {

class FailingSink : public spdlog::sinks::base_sink<std::mutex> {
    void sink_it_(const spdlog::details::log_msg& message) override
    {
        const std::string text(message.payload.data(), message.payload.size());
        if (message.level >= spdlog::level::err)
            QTest::qFail(("an error was logged: " + text).c_str(), __FILE__, __LINE__);
        else
            qInfo("log: %s", text.c_str());
    }
    void flush_() override {}
};

} // namespace

void failOnErrorLog()
{
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("test", std::make_shared<FailingSink>()));
}

} // namespace duoscope::test
