// SPDX-License-Identifier: Apache-2.0
// "The device makes its key, we sign", as blocking work for a job.
#pragma once

#include "app/studio/certificates/issue_request.h"
#include "core/provision/device_key.h"

namespace espseal::studio {

struct DeviceKeyOrder {
    IssueRequest request; // its key is the kind that the device is to make
    wire::KeyReplace replace = wire::KeyReplace::no;
    QString port;
    WorkspaceKeys *keys = nullptr; // of the CA; outlives the work
};

struct DeviceCertificate {
    NewCredential credential; // no key; marked with the device that has it
    provision::AgentFacts agent;
};

// Who answers on that port. Errors: those of provision::AgentLink, "agent-old".
[[nodiscard]] Result<provision::AgentFacts> ask_agent(const QString &port, const provision::AgentTalk &talk, const Job &job);
// Has the device make its key, signs its request and delivers the certificate. Nothing is stored here. May be repeated after any failure.
// Errors: those of the CA and its key, of the choices, of provision::request_device_key and provision::deliver_certificate.
[[nodiscard]] Result<DeviceCertificate> make_device_identity(const DeviceKeyOrder &order, const provision::AgentTalk &talk, const Job &job);

// Core's errors name options of the command line; here they name what the window has.
[[nodiscard]] Error in_studio_words(Error error);

} // namespace espseal::studio
