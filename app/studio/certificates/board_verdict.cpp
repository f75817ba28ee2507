// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/board_verdict.h"

#include "app/studio/document/device_profile.h"

#include <algorithm>

namespace espseal::studio {

namespace {

const StoredCredential *find(const WorkspaceContent &content, const QString &name)
{
    const auto found = std::ranges::find(content.credentials, name, &StoredCredential::name);
    return name.isEmpty() || found == content.credentials.end() ? nullptr : &*found;
}

// The CA that the plan gives the board for what it does.
const StoredCredential *ca_of_board(const WorkspaceContent &content, const flash::Plan &plan)
{
    const flash::Region *region = plan.ca_for(plan.agent.is_client() ? flash::Level::client : flash::Level::server);
    return region ? find(content, region->credential) : nullptr;
}

const StoredCredential &top_of(const StoredCredential &credential, const WorkspaceContent &content)
{
    const StoredCredential *top = &credential;
    while (const StoredCredential *above = find(content, top->issuer))
        top = above;
    return *top;
}

bool board_shows(const StoredCredential &credential, const flash::Plan &plan)
{
    const bool in_plan = std::ranges::any_of(plan.regions, [&](const flash::Region &region) { return region.credential == credential.name; });
    return in_plan || credential.certificate.allows(plan.agent.is_client() ? pki::Role::client : pki::Role::server);
}

std::optional<Size> blob_size(const StoredCredential &credential, const flash::Plan &plan)
{
    for (const flash::Region &region : plan.regions)
        if (region.credential == credential.name && region.content)
            return region.content;
    return std::nullopt;
}

} // namespace

std::optional<BoardVerdict> board_verdict(const StoredCredential &credential, const WorkspaceContent &content, const flash::Plan &plan)
{
    if (credential.is_ca())
        return std::nullopt;
    BoardVerdict verdict;
    verdict.shown_by_board = board_shows(credential, plan);
    const StoredCredential *board_ca = ca_of_board(content, plan);
    verdict.board_has_ca = board_ca;
    pki::JudgementQuestion question { .certificate = credential.certificate, .sent = credential.chain, .key = {}, .chain = {} };
    question.holder = verdict.shown_by_board ? pki::Holder::device : pki::Holder::peer;
    const bool board_is_client = plan.agent.is_client();
    question.chain.role = verdict.shown_by_board == board_is_client ? pki::Role::client : pki::Role::server;
    const StoredCredential &top = top_of(credential, content);
    if (verdict.shown_by_board ? top.is_ca() : board_ca != nullptr)
        question.chain.anchors = { verdict.shown_by_board ? top.certificate : board_ca->certificate };
    else if (top.is_ca())
        question.chain.anchors = { top.certificate };
    for (const StoredCredential *ca = find(content, credential.issuer); ca; ca = find(content, ca->issuer))
        if (ca->crl)
            question.chain.crls.append(*ca->crl);
    if (!verdict.shown_by_board && board_is_client && plan.agent.check_name)
        if (const Result<pki::AltName> name = pki::parse_alt_name(plan.agent.host))
            question.chain.name = *name;
    if (verdict.shown_by_board || board_ca)
        question.device = device_profile(plan);
    if (const std::optional<Size> size = blob_size(credential, plan); size && verdict.shown_by_board)
        question.identity_blob = pki::BlobInfo { .role = pki::BlobRole::identity, .size = *size, .complete = true };
    verdict.judgement = pki::judge(question);
    return verdict;
}

} // namespace espseal::studio
