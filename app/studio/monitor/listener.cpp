// SPDX-License-Identifier: Apache-2.0
#include "app/studio/monitor/listener.h"

#include "app/studio/jobs/job_runner.h"
#include "app/studio/workspace/workspace.h"
#include "core/pki/chain.h"
#include "core/provision/credentials.h"

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

using PeerPointer = std::shared_ptr<std::unique_ptr<monitor::TlsPeer>>; // std::function wants what it holds to be copyable

Result<monitor::PeerSettings> peer_settings(const ListenerPlan &plan, const KeyFolder &folder)
{
    monitor::PeerSettings settings;
    settings.role = plan.role;
    settings.host = plan.host;
    settings.port = plan.port;
    settings.require_client_certificate = plan.require_client_certificate;
    settings.expected_name = plan.expected_name;
    if (!plan.identity.isEmpty()) {
        const Result<pki::Identity> identity = folder.identity(plan.identity);
        if (!identity)
            return failure(identity.error());
        settings.identity = *identity;
    }
    if (!plan.ca.isEmpty()) {
        const Result<QList<pki::Certificate>> cas = provision::CredentialFolder(folder.path()).cas(plan.ca);
        if (!cas)
            return failure(cas.error());
        settings.ca = *cas;
    }
    return settings;
}

Result<PeerPointer> open_peer(const ListenerPlan &plan, const KeyFolder &folder, const monitor::PeerSink &sink)
{
    for (ListenerPlan tried = plan;; tried.port = 0) {
        Result<monitor::PeerSettings> settings = peer_settings(tried, folder);
        if (!settings)
            return failure(settings.error());
        Result<std::unique_ptr<monitor::TlsPeer>> peer = monitor::TlsPeer::start(std::move(*settings), sink);
        if (peer)
            return std::make_shared<std::unique_ptr<monitor::TlsPeer>>(std::move(*peer));
        if (tried.port == 0 || tried.role == wire::TlsRole::client)
            return failure(peer.error());
    }
}

// One that the CA on the board vouches for; else any, so that the board can say what it thinks of it.
QString own_certificate(const Workspace &workspace, pki::Role role, const StoredCredential *board, const StoredCredential *trusted)
{
    QString any;
    for (const StoredCredential &candidate : workspace.credentials()) {
        if (candidate.is_ca() || !candidate.has_key || candidate.key_problem || !candidate.certificate.allows(role) || &candidate == board)
            continue;
        if (trusted && pki::is_signed_by(candidate.certificate, trusted->certificate))
            return candidate.name;
        if (any.isEmpty())
            any = candidate.name;
    }
    return any;
}

// Of those whose key a device made, the newest: the plan does not say which device it will be.
const StoredCredential *newest_on_device(const Workspace &workspace)
{
    const StoredCredential *newest = nullptr;
    for (const StoredCredential &candidate : workspace.credentials())
        if (candidate.on_device && (!newest || newest->certificate.not_before() < candidate.certificate.not_before()))
            newest = &candidate;
    return newest;
}

} // namespace

Result<ListenerPlan> listener_for(const flash::Plan &plan, const Workspace &workspace)
{
    ListenerPlan listener;
    const flash::Level level = plan.agent.is_client() ? flash::Level::client : flash::Level::server;
    const flash::Region *ca = plan.ca_for(level);
    const flash::Region *identity = plan.identity_for(level);
    const bool own_key = identity && identity->made_on_device;
    const StoredCredential *board = own_key ? newest_on_device(workspace) : identity ? workspace.find(identity->credential) : nullptr;
    const StoredCredential *anchor = board ? workspace.issuer_of(*board) : nullptr;
    listener.ca = anchor ? anchor->name : QString();
    if (!plan.agent.is_client()) {
        listener.role = wire::TlsRole::client;
        listener.host = u"127.0.0.1"_s;
        listener.port = plan.agent.local_port;
    } else {
        listener.host = plan.agent.host;
        listener.port = plan.agent.remote_port;
        listener.require_client_certificate = plan.agent.client_authenticates && !listener.ca.isEmpty();
    }
    const StoredCredential *trusted = ca ? workspace.find(ca->credential) : nullptr;
    listener.identity = own_certificate(workspace, plan.agent.is_client() ? pki::Role::server : pki::Role::client, board, trusted);
    if (listener.identity.isEmpty() && listener.role == wire::TlsRole::server)
        return bad_input(u"no-listener-certificate"_s, Listener::tr("There is no server certificate with a key for this computer."),
            Listener::tr("Make one on the Certificates page: profile \"Server on this computer\", signed by the plan's CA."));
    return listener;
}

Listener::Listener(JobRunner &jobs, Workspace &workspace, QObject *parent)
    : QObject(parent)
    , jobs_(jobs)
    , workspace_(workspace)
{
}

void Listener::start(const ListenerPlan &plan)
{
    if (is_on() && settings_ == plan) {
        Q_EMIT started(port());
        return;
    }
    peer_.reset();
    settings_ = plan;
    starting_ = true;
    const int mine = ++generation_;
    const QString title = plan.role == wire::TlsRole::server ? tr("Listen for the board") : tr("Connect to the board");
    jobs_.start<PeerPointer>(
        title, [plan, title, &keys = workspace_.keys(), sink = sink_](const Job &job) { return open_peer(plan, KeyFolder(keys, job, title), sink); }, this,
        [this, mine](Result<PeerPointer> peer) {
            if (mine != generation_)
                return; // a later start() or stop() won; this one ends with its pointer
            starting_ = false;
            if (!peer) {
                Q_EMIT failed(peer.error());
                return;
            }
            peer_ = std::move(**peer);
            if (settings_.role == wire::TlsRole::server)
                settings_.port = peer_->port();
            Q_EMIT started(port());
        });
}

void Listener::stop()
{
    ++generation_;
    starting_ = false;
    peer_.reset();
    Q_EMIT stopped();
}

} // namespace espseal::studio
