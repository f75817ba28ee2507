// SPDX-License-Identifier: Apache-2.0
#include "core/provision/step.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::provision {

QString step_title(Step step)
{
    switch (step) {
    case Step::connect:
        return QCoreApplication::translate("espseal::provision::Step", "Connect");
    case Step::identify:
        return QCoreApplication::translate("espseal::provision::Step", "Identify");
    case Step::write:
        return QCoreApplication::translate("espseal::provision::Step", "Write and read back");
    case Step::restart:
        return QCoreApplication::translate("espseal::provision::Step", "Restart");
    case Step::handshake:
        break;
    }
    return QCoreApplication::translate("espseal::provision::Step", "First handshake");
}

QString step_name(Step step)
{
    switch (step) {
    case Step::connect:
        return u"connect"_s;
    case Step::identify:
        return u"identify"_s;
    case Step::write:
        return u"write"_s;
    case Step::restart:
        return u"restart"_s;
    case Step::handshake:
        break;
    }
    return u"handshake"_s;
}

QString state_name(StepState state)
{
    switch (state) {
    case StepState::waiting:
        return u"waiting"_s;
    case StepState::running:
        return u"running"_s;
    case StepState::done:
        return u"done"_s;
    case StepState::skipped:
        return u"skipped"_s;
    case StepState::failed:
        break;
    }
    return u"failed"_s;
}

} // namespace espseal::provision
