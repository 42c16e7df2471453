#include "core/docker/edit_file.h"

#include "core/base/process_lock.h"
#include "core/docker/whole_file.h"

#include <QFileInfo>

namespace wharf::docker {

namespace {

/// The new text and what it was made from.
struct Draft {
    WholeFile before;
    std::optional<QByteArray> text;
};

QString lockOf(const QString &target)
{
    const QFileInfo info(target);
    return info.path() + QLatin1String("/.") + info.fileName() + QLatin1String(".wharfinger.lock");
}

Result<Draft> draft(const QString &path, const TextEdit &edit)
{
    Result<WholeFile> before = readWhole(path);
    if (!before)
        return fail(before.error());
    Result<std::optional<QByteArray>> text = edit(before->bytes);
    if (!text) {
        Failure failure = text.error();
        failure.subject = path;
        return fail(failure);
    }
    if (*text == before->bytes)
        text->reset();
    return Draft { std::move(*before), std::move(*text) };
}

} // namespace

Result<bool> editFile(const QString &path, const TextEdit &edit, std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    Result<Draft> next = draft(path, edit);
    if (!next)
        return fail(next.error());
    if (!next->text)
        return false;

    const QString target = next->before.path;
    if (Result<void> folder = makeFolderOf(target); !folder)
        return fail(folder.error());
    const Result<ProcessLock> lock = ProcessLock::take(lockOf(target), patience);
    if (!lock)
        return fail({ .stage = Stage::ClientFile, .kind = lock.error().kind, .subject = path });
    do {
        next = draft(target, edit);
        if (!next)
            return fail(next.error());
        if (!next->text)
            return false;
        const Result<Replaced> replaced = replaceWhole(next->before, *next->text);
        if (!replaced)
            return fail(replaced.error());
        if (*replaced == Replaced::Yes)
            return true;
    } while (std::chrono::steady_clock::now() < deadline);
    return fail({ .stage = Stage::ClientFile, .kind = Kind::Busy, .subject = path });
}

} // namespace wharf::docker
