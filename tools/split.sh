# One process for each role, as on several machines. Sourced by ./run --split with $program, $demo and $serve set.
roles=(infra auth video transcoder interaction notification recommendation gateway web)
declare -A pids

# Background commands of a script do not hear Ctrl-C, so everything ends in order: the door first, the database last.
stop() {
  trap '' INT TERM
  local role
  for role in gateway web recommendation notification interaction transcoder video auth infra; do
    [ "$role" = infra ] && for pid in "${pids[@]}"; do [ "$pid" = "${pids[infra]}" ] || wait "$pid" 2>/dev/null || true; done
    kill -TERM "${pids[$role]}" 2>/dev/null || true
  done
  wait
  exit 0
}
trap stop INT TERM

management=${Management__Port:-3900}
for role in "${roles[@]}"; do
  options=()
  if [ "$role" = gateway ]; then options=(${demo:+"$demo"} "${serve[@]}"); fi
  Management__Port=$management "${program[@]}" serve --roles "$role" "${options[@]}" > >(sed -u "s/^/$(printf '%-14s' "$role") /") 2>&1 &
  pids[$role]=$!
  management=$((management + 1))
done

# A role that ends does not end the others; they answer 503 for what it did.
for role in "${roles[@]}"; do
  wait "${pids[$role]}" || echo "The role $role has ended; the others go on. Ctrl-C stops them."
done
