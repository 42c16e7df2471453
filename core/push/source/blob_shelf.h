#pragma once

#include "core/push/source/blob_giver.h"
#include "core/push/source/description.h"
#include "core/push/source/entries.h"

#include <mutex>
#include <vector>

namespace wharf::push {

/// Gives blobs from where each can be reached at once: the large ones first, as many at a time as are asked for.
class BlobShelf final : public BlobGiver {
public:
    BlobShelf(std::shared_ptr<Entries> entries, const Description &description);

    [[nodiscard]] Result<std::optional<ImageSource::Opened>> next(const Wanted &wanted) override;

private:
    [[nodiscard]] bool take(int blob);

    std::shared_ptr<Entries> m_entries;
    std::vector<EntryFile> m_files;
    std::vector<int> m_order;
    std::mutex m_mutex;
    std::vector<bool> m_given;
};

} // namespace wharf::push
