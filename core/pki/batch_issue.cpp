// SPDX-License-Identifier: Apache-2.0
#include "core/pki/batch_issue.h"

#include "core/base/csv.h"
#include "core/pki/batch_folder.h"
#include "core/pki/finding.h"
#include "core/pki/issue.h"
#include "core/pki/messages.h"
#include "core/pki/parallel.h"

#include <QDir>
#include <QFileInfo>
#include <QLockFile>

#include <filesystem>
#include <map>
#include <vector>

using namespace Qt::StringLiterals;

namespace espseal::pki {

namespace {

// Where identities are made before they appear; whatever an earlier run left here was never complete.
class Stage {
public:
    explicit Stage(const QString &folder)
        : path_(folder + u"/.espseal-batch"_s)
    {
        QDir(path_).removeRecursively();
    }
    Stage(const Stage &) = delete;
    Stage &operator=(const Stage &) = delete;
    ~Stage() { QDir(path_).removeRecursively(); }

    [[nodiscard]] QString place(std::size_t row) const { return path_ + u'/' + QString::number(row); }

private:
    QString path_;
};

struct Made {
    std::optional<Certificate> certificate;
    QString difference; // of a folder that is there
    bool kept = false;
};

Result<void> move_folder(const QString &from, const QString &to)
{
    std::error_code error;
    std::filesystem::rename(std::filesystem::path(from.toStdU16String()), std::filesystem::path(to.toStdU16String()), error);
    if (error)
        return bad_input(u"folder-unwritable"_s, Messages::tr("The folder %1 cannot be written.").arg(to),
            Messages::tr("Check the path, its permissions and the free space, and start again: it goes on where it stopped."),
            QString::fromStdString(error.message()));
    return {};
}

class Batch {
public:
    Batch(const BatchRequest &request, const IssuingCa &ca, const Job &job)
        : request_(request)
        , ca_(ca)
        , chain_(ca.chain())
        , job_(job)
        , stage_(request.folder)
        , rows_(static_cast<std::size_t>(request.rows.size()))
    {
    }

    Result<void> look()
    {
        return run_parallel(rows_.size(), request_.threads, Messages::tr("Looking at what is there"), job_, [this](std::size_t i) -> Result<void> {
            const BatchRow &row = row_at(i);
            const QString folder = folder_of(row);
            const QFileInfo info(folder);
            if (!info.exists() && !info.isSymLink())
                return {};
            return look_into(folder, row, request_, ca_).transform([&](FoundFolder found) {
                rows_[i] = { std::move(found.certificate), std::move(found.difference), true };
            });
        });
    }

    [[nodiscard]] Result<void> refuse_differences() const
    {
        QStringList lines;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (!rows_[i].difference.isEmpty())
                lines << Messages::tr("line %1, %2: %3").arg(row_at(i).line).arg(row_at(i).name, rows_[i].difference);
        }
        if (lines.isEmpty() || request_.overwrite == Overwrite::yes)
            return {};
        return bad_input(u"batch-differs"_s,
            Messages::tr("%n folder(s) in %1 do not hold what the manifest says (%2).", nullptr, static_cast<int>(lines.size()))
                .arg(request_.folder, lines.first()),
            Messages::tr("Choose another folder, or use --replace if nobody needs them any more."), lines.join(u'\n'));
    }

    Result<void> make_missing()
    {
        std::vector<std::size_t> missing;
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            if (!rows_[i].certificate)
                missing.push_back(i);
        }
        if (missing.empty())
            return {};
        return run_parallel(missing.size(), request_.threads,
            Messages::tr("Making %n key(s), each with its certificate", nullptr, static_cast<int>(missing.size())), job_,
            [&](std::size_t i) { return make(missing[i]); });
    }

    [[nodiscard]] Result<BatchResult> finish() const
    {
        BatchResult result;
        result.items.reserve(request_.rows.size());
        QString table = csv_line({ u"name"_s, u"mac"_s, u"cn"_s, u"serial"_s, u"sha256"_s, u"not_after"_s, u"certificate"_s, u"key"_s, u"blob"_s });
        for (std::size_t i = 0; i < rows_.size(); ++i) {
            const BatchRow &row = row_at(i);
            const Made &done = rows_[i];
            if (!done.certificate)
                continue; // only where the work has stopped before
            const BatchItem item { row.line, row.name, row.mac, *done.certificate, done.kept };
            table += table_line(item);
            ++(item.kept ? result.kept : result.made);
            result.items << item;
        }
        result.findings = findings_of(result.items);
        result.table = request_.folder + u"/issued.csv"_s;
        return write_file(result.table, table.toUtf8()).transform([&] { return std::move(result); });
    }

private:
    [[nodiscard]] const BatchRow &row_at(std::size_t i) const { return request_.rows[static_cast<qsizetype>(i)]; }
    [[nodiscard]] QString folder_of(const BatchRow &row) const { return request_.folder + u'/' + row.name; }

    Result<void> make(std::size_t i)
    {
        const BatchRow &row = row_at(i);
        const auto order = row.choices.order();
        if (!order)
            return failure(order.error());
        const auto key = PrivateKey::generate(order->key, { nullptr, job_.stop });
        if (!key)
            return failure(key.error());
        const auto certificate = issue(order->spec, *key, ca_);
        if (!certificate)
            return failure(certificate.error());
        return Identity::make(*certificate, *key, chain_)
            .and_then([&](const Identity &identity) { return fill_folder(stage_.place(i), row.name, identity, request_); })
            .and_then([&] { return publish(i); })
            .transform([&] { rows_[i] = { *certificate, {}, false }; });
    }

    // The folder's one moment: before it nothing is there, behind it everything.
    Result<void> publish(std::size_t i)
    {
        const QString folder = folder_of(row_at(i));
        if (rows_[i].difference.isEmpty())
            return move_folder(stage_.place(i), folder);
        return move_folder(folder, stage_.place(i) + u"-before"_s).and_then([&] { return move_folder(stage_.place(i), folder); });
    }

    [[nodiscard]] QString table_line(const BatchItem &item) const
    {
        const QString stem = item.name + u'/' + item.name;
        return csv_line({ item.name, item.mac, item.certificate.common_name(), item.certificate.serial(), item.certificate.id(),
            item.certificate.not_after().toString(Qt::ISODate), stem + u".crt"_s, request_.write_keys ? stem + u".key"_s : QString(),
            request_.payload ? item.name + u'/' + identity_blob_file : QString() });
    }

    [[nodiscard]] QList<Finding> findings_of(const QList<BatchItem> &items) const
    {
        std::map<QString, std::pair<Finding, int>> by_code;
        for (const BatchItem &item : items) {
            for (const Finding &finding : issue_findings(item.certificate, ca_.certificate))
                ++by_code.try_emplace(finding.code, finding, 0).first->second.second;
        }
        QList<Finding> findings;
        for (auto &[code, counted] : by_code) {
            auto &[finding, count] = counted;
            if (count > 1)
                finding.message += u' ' + Messages::tr("The same is true of %n other(s).", nullptr, count - 1);
            findings << finding;
        }
        return findings;
    }

    const BatchRequest &request_;
    const IssuingCa &ca_;
    const QList<Certificate> chain_;
    const Job &job_;
    Stage stage_;
    std::vector<Made> rows_; // each written by one thread
};

Result<BatchResult> run(const BatchRequest &request, const IssuingCa &ca, const Job &job)
{
    QLockFile lock(request.folder + u"/.espseal-batch.lock"_s);
    lock.setStaleLockTime(0); // only a dead owner frees it: a batch may take hours
    if (!lock.tryLock(0))
        return failed(u"batch-running"_s, Messages::tr("Another batch is at work in %1, or you may not write there.").arg(request.folder),
            Messages::tr("Wait until it has ended, or choose another folder."));
    Batch batch(request, ca, job);
    return batch.look().and_then([&] { return batch.refuse_differences(); }).and_then([&] { return batch.make_missing(); }).and_then([&] {
        return batch.finish();
    });
}

} // namespace

Result<BatchResult> issue_batch(const BatchRequest &request, const IssuingCa &ca, const Job &job)
{
    if (!request.write_keys && !request.payload)
        return usage_error(
            u"no-key-output"_s, Messages::tr("The new keys would be written nowhere."), Messages::tr("Ask for key files, for blobs, or for both."));
    return make_folder(request.folder).and_then([&] { return run(request, ca, job); });
}

} // namespace espseal::pki
