# One process for each role, as on several machines. Sourced by ./run --split with $program, $demo and $serve set.
roles=(infra auth video transcoder interaction notification recommendation gateway web)
declare -A pids

# Background commands of a script do not hear Ctrl-C, so everything ends in order: the door first, the database last.
stop() {
  trap '' INT TERM
  local role
  for role in demo gateway web recommendation notification interaction transcoder video auth infra; do
    [ "$role" = infra ] && for pid in "${pids[@]}"; do [ "$pid" = "${pids[infra]}" ] || wait "$pid" 2>/dev/null || true; done
    [ -z "${pids[$role]:-}" ] || kill -TERM "${pids[$role]}" 2>/dev/null || true
  done
  wait
  exit 0
}
trap stop INT TERM

management=${Management__Port:-3900}
for role in "${roles[@]}"; do
  # All of them are told the port and --lan: links are made in more places than at the door.
  Management__Port=$management "${program[@]}" serve --roles "$role" "${serve[@]}" > >(sed -u "s/^/$(printf '%-14s' "$role") /") 2>&1 &
  pids[$role]=$!
  [ "$role" != gateway ] || door=$management
  management=$((management + 1))
done

# The demo comes from a process of its own, because no role has all the services; it begins when the door is open.
if [ -n "$demo" ]; then
  (
    trap 'exit 0' INT TERM
    until node -e "fetch('http://127.0.0.1:$door/health/ready').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; do sleep 1; done
    exec "${program[@]}" seed --beside
  ) > >(sed -u "s/^/$(printf '%-14s' demo) /") 2>&1 &
  pids[demo]=$!
fi

# A role that ends does not end the others; they answer 503 for what it did.
for role in "${roles[@]}"; do
  wait "${pids[$role]}" || echo "The role $role has ended; the others go on. Ctrl-C stops them."
done
