#include "core/push/source/blob_shelf.h"

#include <algorithm>
#include <numeric>

namespace wharf::push {

BlobShelf::BlobShelf(std::shared_ptr<Entries> entries, const Description &description)
    : m_entries(std::move(entries)), m_given(static_cast<std::size_t>(description.entries.size()), false)
{
    for (qsizetype blob = 0; blob < description.entries.size(); ++blob)
        m_files.push_back({ description.entries.at(blob), description.content.blobs.at(blob).sourceSize });
    m_order.resize(m_files.size());
    std::iota(m_order.begin(), m_order.end(), 0);
    std::stable_sort(m_order.begin(), m_order.end(), [this](int one, int other) {
        return m_files[static_cast<std::size_t>(one)].size > m_files[static_cast<std::size_t>(other)].size;
    });
}

bool BlobShelf::take(int blob)
{
    const std::lock_guard lock(m_mutex);
    const bool wasGiven = m_given[static_cast<std::size_t>(blob)];
    m_given[static_cast<std::size_t>(blob)] = true;
    return !wasGiven;
}

Result<std::optional<ImageSource::Opened>> BlobShelf::next(const Wanted &wanted)
{
    for (const int blob : m_order) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_given[static_cast<std::size_t>(blob)])
                continue;
        }
        if (!wanted(blob) || !take(blob)) // asked without the lock: who answers has one of its own
            continue;
        const EntryFile &file = m_files[static_cast<std::size_t>(blob)];
        auto reader = m_entries->open(file);
        if (!reader)
            return fail(reader.error());
        return ImageSource::Opened { blob, file.size, std::move(*reader) };
    }
    return std::nullopt;
}

} // namespace wharf::push
