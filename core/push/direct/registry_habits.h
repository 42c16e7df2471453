#pragma once

#include <QtGlobal>

#include <mutex>

namespace wharf::push {

/// What a registry, with all that stands before it, was found to take and to refuse. Learnt by one upload, used by all.
struct RegistryHabits {
    qint64 bodyLimit = 0;        ///< bytes in one request that still pass; 0: none known. A 413 taught it.
    qint64 leastChunk = 0;       ///< bytes; `OCI-Chunk-Min-Length`
    qint64 connectionLimit = 0;  ///< bytes of bodies on one connection before it breaks; 0: none known
    bool wantsLength = false;    ///< a body of unknown length is refused (411, or a gateway that knows none)
    bool takesOnlyWhole = false; ///< no PATCH: one PUT with all of it

    friend bool operator==(const RegistryHabits &, const RegistryHabits &) = default;
};

/// The habits of one registry for several threads.
class SharedHabits {
public:
    explicit SharedHabits(RegistryHabits known) : m_habits(known) {}

    [[nodiscard]] RegistryHabits get() const
    {
        const std::lock_guard lock(m_mutex);
        return m_habits;
    }
    template <class Change>
    void change(Change &&apply)
    {
        const std::lock_guard lock(m_mutex);
        apply(m_habits);
    }

private:
    mutable std::mutex m_mutex;
    RegistryHabits m_habits;
};

} // namespace wharf::push
