// SPDX-License-Identifier: Apache-2.0
#include "app/studio/certificates/import_files.h"

namespace espseal::studio {

namespace {

Result<pki::CredentialFile> read_text(const ImportSource &source, const pki::PasswordPrompt &prompt)
{
    const std::span bytes(reinterpret_cast<const std::uint8_t *>(source.text.constData()), static_cast<std::size_t>(source.text.size()));
    Result<pki::CredentialFile> text = pki::read_credentials(bytes, source.text_name, prompt);
    if (!text)
        return text;
    return pki::check_usable(*text).transform([&] { return *std::move(text); });
}

} // namespace

Result<ImportedFiles> read_import(const ImportSource &source, const pki::PasswordPrompt &prompt, const Job &job)
{
    ImportedFiles imported;
    if (!source.text.isEmpty()) {
        Result<pki::CredentialFile> text = read_text(source, prompt);
        if (!text)
            return failure(text.error());
        imported.findings += text->findings;
        imported.files.append({ source.text_name, *std::move(text) });
    }
    const Result<pki::Gathered> gathered = pki::gather(source.paths, prompt, job);
    if (!gathered)
        return failure(gathered.error());
    imported.files += gathered->files;
    imported.findings += gathered->findings;
    imported.skipped = gathered->others;
    if (const Error *locked = gathered->locked())
        imported.locked = *locked;
    return imported;
}

} // namespace espseal::studio
