// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/error_log_guard.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

/// The main function of a test program with widgets: Qt Test with the error-log guard and with settings of its own.
#define DUOSCOPE_WIDGET_TEST_MAIN(TestClass)                                                                           \
    int main(int argc, char* argv[])                                                                                   \
    {                                                                                                                  \
        const duoscope::test::OwnTemporaryFolder temporary;                                                            \
        QApplication application(argc, argv);                                                                          \
        QApplication::setOrganizationName("duoscope-test");                                                            \
        QApplication::setApplicationName("duoscope-test");                                                             \
        QTemporaryDir settings;                                                                                        \
        QSettings::setDefaultFormat(QSettings::IniFormat);                                                             \
        QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());                               \
        duoscope::test::failOnErrorLog();                                                                              \
        TestClass test;                                                                                                \
        return QTest::qExec(&test, argc, argv);                                                                        \
    }
