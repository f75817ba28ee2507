// SPDX-License-Identifier: Apache-2.0
#include "app/studio/workspace/token_keys.h"

#include "app/studio/workspace/workspace_keys.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace espseal::studio {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Workspace", text);
}

// A token outlives the work that opened it, and must not call that work's receiver afterwards.
struct Relay final : Progress {
    Progress *to = nullptr;

    void report(const QString &what, std::uint64_t done, std::uint64_t total) override
    {
        if (to)
            to->report(what, done, total);
    }
};

// `call` with the user's PIN, again while it is the wrong one. The token itself says when it locks.
template <class T>
Result<T> with_pin(
    PromptTurn &turn, const QString &purpose, const QString &program, const Job &job, const std::function<Result<T>(const pki::TokenAccess &access)> &call)
{
    VaultQuestion question { .kind = VaultQuestion::Kind::pin, .purpose = purpose, .problem = {} };
    for (;;) {
        bool gave_up = false;
        const auto pin = [&](const QString &token) {
            question.token = token;
            std::optional<SecureBytes> answer = turn.ask(question);
            gave_up = !answer;
            return answer;
        };
        Result<T> done = call({ .pin = pin, .job = job, .program = program });
        if (gave_up)
            return cancelled(tr("No PIN was given, so nothing was done."));
        if (done || done.error().code != "token-pin-wrong"_L1)
            return done;
        question.problem = done.error();
    }
}

} // namespace

struct TokenKeys::Login {
    std::stop_source stop;
    Relay relay;
    std::unique_ptr<pki::TokenSigner> signer;
    std::atomic<bool> failed = false; // unplugged, crashed, stopped: of no use any more
};

// The token for one piece of work. It is not stopped when that work is, only while it is waited for; but then it has lost its place.
class TokenKeys::ErrandSigner final : public pki::Signer {
public:
    ErrandSigner(std::shared_ptr<Login> login, const std::stop_token &stop)
        : login_(std::move(login))
        , on_stop_(stop, Stopper { login_.get() })
    {
    }

    [[nodiscard]] Result<void> sign(x509_st *certificate, pki::Digest digest) const override { return noted(login_->signer->sign(certificate, digest)); }
    [[nodiscard]] Result<void> sign(X509_crl_st *crl, pki::Digest digest) const override { return noted(login_->signer->sign(crl, digest)); }
    [[nodiscard]] Result<void> sign(X509_req_st *request, pki::Digest digest) const override { return noted(login_->signer->sign(request, digest)); }
    [[nodiscard]] evp_pkey_st *public_key() const override { return login_->signer->public_key(); }
    [[nodiscard]] QString description() const override { return login_->signer->description(); }

private:
    struct Stopper {
        Login *login;
        void operator()() const
        {
            login->failed = true;
            login->stop.request_stop();
        }
    };
    [[nodiscard]] Result<void> noted(Result<void> result) const
    {
        if (!result)
            login_->failed = true;
        return result;
    }

    std::shared_ptr<Login> login_;
    std::stop_callback<Stopper> on_stop_;
};

TokenKeys::TokenKeys(VaultPrompt &prompt, std::function<void()> changed)
    : prompt_(prompt)
    , changed_(std::move(changed))
{
}

TokenKeys::~TokenKeys() = default;

void TokenKeys::trust(const QString &module)
{
    const std::scoped_lock lock(mutex_);
    if (!trusted_.contains(module))
        trusted_.append(module);
}

bool TokenKeys::is_trusted(const QString &module)
{
    const std::scoped_lock lock(mutex_);
    return trusted_.contains(module);
}

std::shared_ptr<TokenKeys::Login> TokenKeys::logged_in(const pki::TokenLocation &location)
{
    const std::scoped_lock lock(mutex_);
    const auto found = logins_.find({ location.module, location.uri });
    if (found == logins_.end())
        return {};
    if (!found->second->failed)
        return found->second;
    logins_.erase(found);
    return {};
}

Result<std::shared_ptr<TokenKeys::Login>> TokenKeys::log_in(PromptTurn &turn, const Open &open, const KeyErrand &errand)
{
    auto login = std::make_shared<Login>();
    login->relay.to = errand.job.progress;
    const std::stop_callback stopped(errand.job.stop, [&login] { login->stop.request_stop(); });
    Result<std::unique_ptr<pki::TokenSigner>> opened
        = with_pin<std::unique_ptr<pki::TokenSigner>>(turn, errand.purpose, program_, { &login->relay, login->stop.get_token() }, open);
    login->relay.to = nullptr;
    if (!opened)
        return failure(opened.error());
    login->signer = *std::move(opened);
    const pki::TokenLocation &where = login->signer->location();
    {
        const std::scoped_lock lock(mutex_);
        logins_.insert_or_assign({ where.module, where.uri }, login);
    }
    if (!is_open_.exchange(true))
        changed_();
    return login;
}

Result<TokenKeys::Made> TokenKeys::log_in_once(const Open &open, const KeyErrand &errand)
{
    if (!errand.may_ask)
        return keys_locked();
    PromptTurn turn(prompt_, errand.job.stop);
    return log_in(turn, open, errand).transform([&](const std::shared_ptr<Login> &login) {
        return Made { std::make_shared<ErrandSigner>(login, errand.job.stop), login->signer->location() };
    });
}

Result<std::shared_ptr<const pki::Signer>> TokenKeys::signer(const pki::TokenLocation &location, const KeyErrand &errand)
{
    std::shared_ptr<Login> login = logged_in(location);
    if (!login && !errand.may_ask)
        return keys_locked();
    if (!login && !is_trusted(location.module))
        return bad_input(u"token-module-unknown"_s, tr("The workspace names the PKCS#11 module %1, which was not chosen here.").arg(location.module),
            tr("If it is your token's, choose it with “Key on a token” of that CA; it is a program that will run with your rights."));
    if (!login) {
        PromptTurn turn(prompt_, errand.job.stop);
        login = logged_in(location); // somebody else may have asked meanwhile
        if (!login) {
            const auto fresh = log_in(turn, [&](const pki::TokenAccess &access) { return pki::TokenSigner::open(location, access); }, errand);
            if (!fresh)
                return failure(fresh.error());
            login = *fresh;
        }
    }
    return std::make_shared<ErrandSigner>(login, errand.job.stop);
}

Result<TokenKeys::Made> TokenKeys::generate(const pki::TokenLocation &location, const pki::KeySpec &spec, const KeyErrand &errand)
{
    return log_in_once([&](const pki::TokenAccess &access) { return pki::TokenSigner::generate(location, spec, access); }, errand);
}

Result<TokenKeys::Made> TokenKeys::find(const pki::TokenLocation &location, const KeyErrand &errand)
{
    return log_in_once([&](const pki::TokenAccess &access) { return pki::TokenSigner::open(location, access); }, errand);
}

Result<QList<pki::Token>> TokenKeys::list(const pki::TokenLocation &location, bool log_in, const KeyErrand &errand)
{
    if (!log_in)
        return pki::list_tokens(location, { .pin = {}, .job = errand.job, .program = program_ });
    PromptTurn turn(prompt_, errand.job.stop);
    return with_pin<QList<pki::Token>>(
        turn, errand.purpose, program_, errand.job, [&](const pki::TokenAccess &access) { return pki::list_tokens(location, access); });
}

void TokenKeys::lock()
{
    {
        const std::scoped_lock lock(mutex_);
        logins_.clear();
    }
    if (is_open_.exchange(false))
        changed_();
}

} // namespace espseal::studio
