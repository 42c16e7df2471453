#include "core/push/source/tar_listing.h"

#include "core/push/source/entry_names.h"
#include "core/push/source/image_failure.h"

namespace wharf::push {

Result<void> TarListing::add(const TarEntry &entry, const QString &subject)
{
    if (m_entries.size() >= mostEntries)
        return fail(imageFailure(Kind::TooLarge, subject, QStringLiteral("entries")));
    if (!entry.name.isEmpty() && !m_entries.contains(entry.name))
        m_entries.insert(entry.name, entry);
    return {};
}

Result<TarEntry> TarListing::find(const QString &name) const
{
    constexpr int longestChain = 32; // links to links
    const auto malformed = [&](const char *why) { return fail(imageFailure(Kind::Malformed, name, QLatin1String(why))); };
    const auto named = namedEntry(name);
    if (!named)
        return fail(named.error());
    QString at = *named;
    for (int step = 0; step < longestChain; ++step) {
        const auto entry = m_entries.constFind(at);
        if (entry == m_entries.constEnd())
            return fail(imageFailure(Kind::Absent, name, at == *named ? QString() : QLatin1String("link to ") + at));
        if (entry->isSparse)
            return malformed("sparse");
        switch (entry->type) {
        case TarEntry::Type::File: return *entry;
        case TarEntry::Type::Other: return malformed("no plain file");
        case TarEntry::Type::HardLink: at = entryName(entry->target); break;
        case TarEntry::Type::SymbolicLink: at = linkTarget(at, entry->target); break;
        }
        if (at.isEmpty())
            return malformed("leads out of the archive");
    }
    return malformed("links in a circle");
}

} // namespace wharf::push
